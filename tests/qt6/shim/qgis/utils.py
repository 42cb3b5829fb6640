"""The desktop is not there, as under qgis_process."""

iface = None
plugins: dict = {}
