"""The dock: a pilot's nine steps on one page, run in the background, with results on the map."""
