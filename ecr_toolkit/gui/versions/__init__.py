"""The page of the versions: two lines of a pilot compared in numbers, piece by piece, and by looking at both."""
