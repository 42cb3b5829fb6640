"""The Processing provider: one algorithm a step, for the toolbox, the Modeler, batches and qgis_process."""
