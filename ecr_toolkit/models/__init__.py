"""Models: what is computed per cell. A file is a declaration and a formula; nothing else."""
