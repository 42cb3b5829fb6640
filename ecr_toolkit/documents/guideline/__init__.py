"""The national technical guideline: how a country demarcates its redline."""
