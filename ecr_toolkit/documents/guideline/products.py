"""Public data sets of methods.md §10: what they give, where they are, their terms, their stored numbers."""

from typing import NamedTuple

from ...languages.messages import N_


class Product(NamedTuple):
    """A data set. ``gives`` and ``terms``: marked texts; ``stored``: what turns its stored numbers into the unit."""

    name: str
    gives: str
    address: str
    terms: str
    stored: str = ""


_BY, _FREE, _PUBLIC = N_("CC BY 4.0: name the source"), N_("free; name the source"), N_("public domain")
_CHECK = N_("terms to be checked before use")
_NON_COMMERCIAL = N_("non-commercial; not to be passed on; name the source")

PRODUCTS = (
    Product("Copernicus DEM GLO-30, GLO-90", N_("elevation (surface with trees and houses)"),
            "copernicus-dem-30m.s3.amazonaws.com", _FREE),
    Product("ESA WorldCover 2021", N_("land cover at 10 m; its classes must be translated to IGBP"),
            "esa-worldcover.s3.eu-central-1.amazonaws.com", _BY),
    Product("MODIS MCD12Q1", N_("land cover (IGBP class)"), "lpdaac.usgs.gov", N_("free for any use")),
    Product("MODIS MOD13Q1", N_("annual maximum and minimum NDVI"), "lpdaac.usgs.gov", N_("free for any use"),
            "× 0.0001"),
    Product("MODIS MOD16A3GF", N_("actual evapotranspiration"), "lpdaac.usgs.gov", N_("free for any use"), "× 0.1"),
    Product("MODIS MOD17A3HGF", N_("net primary productivity"), "lpdaac.usgs.gov", N_("free for any use"), "× 0.1"),
    Product("SoilGrids 2.0", N_("sand, silt and clay; coarse fragments in soil"),
            "files.isric.org/soilgrids/latest/data", _BY, "× 0.1"),
    Product("SoilGrids 2.0 soc", N_("soil organic carbon"), "files.isric.org/soilgrids/latest/data", _BY, "× 0.01"),
    Product("CHIRPS 2.0", N_("precipitation between 50° south and 50° north"), "data.chc.ucsb.edu/products/CHIRPS-2.0",
            _PUBLIC),
    Product("WorldClim 2.1", N_("monthly climate of 1970 to 2000"), "geodata.ucdavis.edu/climate/worldclim/2_1",
            _CHECK),
    Product("CHELSA 2.1", N_("monthly climate in high mountains"), "os.zhdk.cloud.switch.ch/chelsav2", _CHECK,
            "(K · 10): × 0.1 − 273.15"),
    Product("TerraClimate", N_("evapotranspiration, wind and vapour pressure by month"),
            "climate.northwestknowledge.net/TERRACLIMATE-DATA", _CHECK, "scale_factor"),
    Product("GloREDa (ESDAC)", N_("rainfall erosivity"), "esdac.jrc.ec.europa.eu",
            N_("registration; not to be passed on")),
    Product("WOKAM", N_("carbonate rock share"), "www.whymap.org", _FREE),
    Product("HydroBASINS, HydroRIVERS, HydroLAKES", N_("basins, rivers and lakes"), "www.hydrosheds.org", _FREE),
    Product("Global Mangrove Watch 3", N_("habitats that hold the coast"), "www.globalmangrovewatch.org", _BY),
    Product("GSHHG 2.3.7", N_("distance to the coast"), "www.soest.hawaii.edu/pwessel/gshhg", "LGPL"),
    Product("WDPA, WD-OECM", N_("protected areas and OECMs"), "www.protectedplanet.net", _NON_COMMERCIAL),
    Product("Key Biodiversity Areas", N_("key sites"), "www.keybiodiversityareas.org", _NON_COMMERCIAL),
    Product("IUCN Red List", N_("ranges of species"), "www.iucnredlist.org", _NON_COMMERCIAL),
    Product("GBIF", N_("records of species"), "www.gbif.org", N_("CC0 or CC BY, record by record")),
    Product("RESOLVE Ecoregions 2017", N_("ecoregions"), "storage.googleapis.com/teow2016/Ecoregions2017.zip", _BY),
    Product("geoBoundaries", N_("administrative units"), "www.geoboundaries.org", N_("open; name the source")),
    Product("OpenStreetMap", N_("roads, settlements and mines"), "download.geofabrik.de",
            N_("ODbL: what is made from it is passed on under the same terms")),
)
