"""Staking: where stakes stand on the redline, their numbers and their coordinates (methods.md §5.9)."""
