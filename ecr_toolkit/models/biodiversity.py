"""Biodiversity maintenance by species: rarity-weighted richness of their habitats (methods.md §1.4.2)."""

from collections.abc import Mapping

import numpy as np

from ..languages.messages import N_
from .declaration import DESIGN, FUNCTION, INTERMEDIATE, Model, Parameter, Scale, Symbol

# Weight of a Red List category; data deficient as vulnerable
THREAT_WEIGHTS: Mapping[str, float] = {"LC": 1, "NT": 2, "VU": 3, "DD": 3, "EN": 4, "CR": 5}


def rarity_weighted_richness(habitat: np.ndarray, most, total, weights) -> np.ndarray:
    """Σ_s w_s (r_s/m_s) / Σ_i r_s of habitat shares (species, rows, cols); ``most`` m_s and ``total`` Σ_i r_s over the
    country. A species without habitat in the country adds nothing."""
    richness = np.zeros(habitat.shape[1:], np.float64)
    for share, m, sum_of_all, weight in zip(habitat, most, total, weights):
        if sum_of_all > 0:
            richness += share * (weight / (m * sum_of_all))
    return np.where(np.isnan(habitat).any(axis=0), np.nan, richness)


HABITAT = Scale("species_habitat", N_("habitat of each species"), ("species_habitat",),
                lambda values: values["species_habitat"])


def compute(values, settings):
    habitat = values["species_habitat"]
    most, total = settings["scales"]["species_habitat"]
    weights = settings.get("species_weights") or []
    if not settings["threat_weighted"] or len(weights) != len(habitat):
        weights = [1.0] * len(habitat)
    return rarity_weighted_richness(habitat, most, total, np.asarray(weights)).astype(np.float32)


MODEL = Model(
    id="biodiversity", kind=FUNCTION, title=N_("biodiversity maintenance"), output=N_("rarity-weighted richness"),
    unit="1", type_code="12", bit=8,
    inputs=("species_habitat",), scales=(HABITAT,),
    parameters=(Parameter("threat_weighted", N_("weigh species by their Red List category"), "", True, 0, 1, DESIGN),),
    substitutes={"must_include": N_("no sites that must be included were given")},
    source=N_("Area of habitat of species, Brooks and others 2019; rarity-weighted richness"),
    caution=N_("Only the species of the list count; groups that were never surveyed are missing."),
    formulas=("RWR_{i} = Σ_{s} w_{s} · (r_{s,i} / m_{s}) / Σ_{i} r_{s,i}", "m_{s} = max_{i} r_{s,i}"),
    symbols=(
        Symbol("RWR_{i}", "biodiversity"),
        Symbol("w_{s}", meaning=N_("weight of the species by its Red List category, or 1")),
        Symbol("r_{s,i}", "species_habitat"), Symbol("m_{s}", meaning=INTERMEDIATE),
    ),
    compute=compute,
)
