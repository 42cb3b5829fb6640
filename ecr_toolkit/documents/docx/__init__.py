"""DOCX for those who must edit: the HTML copy read into blocks, and the blocks written as Office Open XML."""
