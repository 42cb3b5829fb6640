"""Selection of planning units: which areas meet targets at least cost, or give most within a budget (§7.2)."""
