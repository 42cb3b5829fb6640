"""The first page of the dock, and the page that makes a new pilot."""
