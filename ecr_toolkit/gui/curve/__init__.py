"""The curve of the thresholds: drag the line, see what a share would take in."""
