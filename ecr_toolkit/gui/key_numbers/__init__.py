"""Key numbers: the few numbers of a step that its page shows, the same as in the documents."""
