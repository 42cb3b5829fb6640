"""The variables that models read: what is prepared on the grid, with unit and plausible range (methods.md §10.1).

They are prepared in this order: elevation first, because coarse temperature is brought to its height.
"""


from ..languages.messages import N_
from .declaration import Variable

VARIABLES: dict[str, Variable] = {variable.id: variable for variable in (
    Variable("elevation", N_("elevation"), "m", -430, 8850),
    Variable("precipitation", N_("precipitation"), "mm/month", 0, 3000, bands=12),
    Variable("temperature", N_("air temperature"), "°C", -60, 50, bands=12),
    Variable("land_cover", N_("land cover (IGBP class)"), "class", 0, 17, resampling="classes"),
    Variable("land_cover_shares", N_("shares of land-cover classes"), "1", 0, 1, bands=17),
    Variable("ndvi_max", N_("annual maximum NDVI"), "1", -0.2, 1),
    Variable("ndvi_min", N_("annual minimum NDVI"), "1", -0.2, 1),
    Variable("soil_erodibility", N_("soil erodibility"), "t ha h ha⁻¹ MJ⁻¹ mm⁻¹", 0, 0.09),
    Variable("sand", N_("sand"), "%", 0, 100),
    Variable("silt", N_("silt"), "%", 0, 100),
    Variable("clay", N_("clay"), "%", 0, 100),
    Variable("organic_carbon", N_("soil organic carbon"), "%", 0, 60),
    Variable("soil_texture", N_("soil texture class (USDA)"), "class", 1, 12, resampling="classes"),
    Variable("slope", N_("slope"), "°", 0, 90),
    Variable("slope_length_and_steepness", N_("slope length and steepness"), "1", 0, 60),
    Variable("relief", N_("relief"), "m", 0, 8850),
    Variable("vegetation_cover", N_("vegetation cover"), "1", 0, 1),
    Variable("potential_evapotranspiration", N_("potential evapotranspiration"), "mm/yr", 0, 4000),
    Variable("net_primary_productivity", N_("net primary productivity"), "gC m⁻² yr⁻¹", 0, 2500),
    Variable("windy_days", N_("windy days (6 m/s and above) per year"), "days", 0, 366),
    Variable("carbonate_share", N_("carbonate rock share"), "%", 0, 100),
    Variable("groundwater_salinity", N_("groundwater salinity"), "g/L", 0, 400),
    Variable("groundwater_depth", N_("groundwater depth"), "m", 0, 500),
)}
