"""The Processing provider: an algorithm for each step and each model, for toolbox, Modeler, batch, qgis_process."""
