"""ECR Toolkit: entry point for QGIS."""


def classFactory(iface):
    """QGIS calls this to load the plugin. No import at the top: under pytest this file must not pull in anything."""
    from .ecr_toolkit.plugin import EcrToolkitPlugin

    return EcrToolkitPlugin(iface)
