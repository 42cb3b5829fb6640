"""The boundary: from candidate cells to polygons that share their lines, with a register."""
