"""Planning: protected areas, gaps and coverage."""
