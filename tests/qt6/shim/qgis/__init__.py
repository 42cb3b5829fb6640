"""Stands in for QGIS under Qt 6, where no QGIS is to be had: Qt is real, of QGIS there is what the dock touches."""
