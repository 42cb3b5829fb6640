"""The policy brief: two pages for those who decide."""
