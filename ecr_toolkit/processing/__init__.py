"""The Processing provider: an algorithm for each step and each model, for toolbox, Modeler, batches and qgis_process."""
