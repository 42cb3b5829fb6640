"""The page of the documents: the pages of what was written, as pictures of its PDF."""
