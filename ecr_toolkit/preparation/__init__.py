"""Preparation: from the sources a recipe names to inputs on the one grid, checked and described."""
