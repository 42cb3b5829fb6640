"""Forms: the recipe's fields and the models' parameters of a step, built from their declarations."""
