"""The annex on the register: every field with its type, meaning and unit or list of codes (methods.md §5.7)."""

from ...boundary.register import FIELDS, TYPE_NAMES
from ...languages.messages import N_
from .. import wording
from ..context import Context
from ..tables import CODE, COUNT, WORDS, Column, Table

_TYPES = {str: N_("text"), int: N_("whole number"), float: N_("number")}
_NONE = wording.NOT_APPLICABLE
_LONGEST = {"ecr_code": 20, "ecr_name": 100, "elem_code": 10}  # characters (methods.md §5.7)
# Field → meaning, and its unit, codes or list of codes: a marked text, or Latin signs
_MEANINGS = {
    "ecr_code": (N_("code of the polygon; it stays the same as long as the polygon does"),
                 (CODE, "{ISO3}-{unit}-{type}-{0001}")),
    "ecr_name": (N_("name: natural place and dominant function"), _NONE),
    "adm_code": (N_("code of the administrative unit"), N_("codes of the units")),
    "adm_name": (N_("name of the administrative unit"), _NONE),
    "elem_code": (N_("feature code of the national database; empty where there is none"), N_("national list")),
    "type_code": (N_("type of the polygon by its dominant function or sensitivity"), (CODE, "11-15, 21-25")),
    "type_name": (N_("the type in words"), _NONE),
    "main_func": (N_("the function with most extremely important land in the polygon"), _NONE),
    "eco_type": (N_("land cover of the polygon with shares"), (CODE, "%")),
    "human_act": (N_("land used by people in the polygon with shares"), (CODE, "%")),
    "eco_problem": (N_("extreme sensitivities in the polygon with shares"), (CODE, "%")),
    "control": (N_("rules of control: core zone, general zone, or both"), _NONE),
    "pa_name": (N_("protected areas that the polygon overlaps"), _NONE),
    "pa_level": (N_("their IUCN categories"), (CODE, "Ia-VI")),
    "pa_target": (N_("what they protect"), _NONE),
    "patch_no": (N_("number of the polygon in this drawing"), _NONE),
    "area_km2": (N_("area, equal to that on the ellipsoid"), (CODE, "km²")),
    "land_cat": (N_("composition of land use"), (CODE, "%")),
    "in_conflict": (N_("conflict objects inside, by code, number and size"), (CODE, "ha, km")),
    "conflict_code": (N_("codes of conflicts inside"), (CODE, "C1-C10")),
    "bnd_type_share": (N_("shares of the boundary by type of line"), (CODE, "1-6: %")),
    "lvl_func": (N_("highest class of importance in the polygon"), (CODE, "5, 3, 1")),
    "lvl_sens": (N_("highest class of sensitivity in the polygon"), (CODE, "5, 3, 1")),
    "n_ext": (N_("how many functions are extremely important somewhere in it"), _NONE),
    "carbon_t": (N_("carbon in plants and soil"), (CODE, "t")),
    "hab_spp_n": (N_("threatened species with habitat in it"), _NONE),
    "forced_km2": (N_("area of protected areas that are always in"), (CODE, "km²")),
    "core_km2": (N_("area of the core zone"), (CODE, "km²")),
    "src_date": (N_("date of the source data"), _NONE),
    "version": (N_("draft, or number of the version"), (CODE, "YYYY.n")),
    "author": (N_("who drew the line"), _NONE),
    "checked_by": (N_("who checked the register"), _NONE),
    "status": (N_("status of the polygon"), (CODE, "draft, coordinated, approved, retired")),
}


def register_fields(_c: Context) -> Table:
    rows = [((CODE, name), _TYPES[kind], _LONGEST.get(name), _MEANINGS[name][0], _MEANINGS[name][1])
            for name, kind in FIELDS.items()]
    return Table("register_fields", N_("Fields of the register"), (
        Column(N_("Field"), CODE), Column(N_("Kind")), Column(N_("Most characters"), COUNT, missing=wording.NO_LIMIT),
        Column(N_("Meaning")), Column(N_("Unit or codes"), WORDS)), rows, wide=True)


def type_codes(_c: Context) -> Table:
    rows = [(code, title, N_("function") if code < "20" else N_("sensitivity")) for code, title in TYPE_NAMES.items()]
    return Table("type_codes", N_("Types of redline polygons"), (
        Column(N_("Code"), CODE), Column(N_("Type")), Column(N_("Kind"))), rows)


TABLES = (register_fields, type_codes)
