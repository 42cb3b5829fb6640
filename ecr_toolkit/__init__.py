"""ECR Toolkit: from a country's data to an Ecological Conservation Redline, its boundaries and its documents."""

__version__ = "0.1.0"
