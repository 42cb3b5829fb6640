"""Languages: the catalogue of messages and the formats of numbers and dates."""
