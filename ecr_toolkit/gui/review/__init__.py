"""Review: mismatches, conflicts and void sign-offs one after the other, both sides seen, decided, and taken back."""
