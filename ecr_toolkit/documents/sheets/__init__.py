"""The register: one sheet a polygon of the redline."""
