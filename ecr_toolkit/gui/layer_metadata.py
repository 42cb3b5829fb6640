"""Metadata of the result layers in the interface's language: what they are, how they were made, by whom, on which
terms. QGIS shows them in the layer's properties and writes them along when a layer is exported."""

from collections.abc import Mapping
from typing import Any, Optional

from qgis.core import QgsLayerMetadata, QgsMapLayer

from ..documents.voice import said
from ..languages.formats import Formats, parsed_date
from ..languages.messages import _, interface
from ..models.catalogue import models
from ..models.declaration import Model
from ..pilot.ledger import Row
from ..pilot.tables import read_table
from ..steps import STEPS
from .layer_list import SUBGROUPS, Entry
from .wording import capital

TOPICS, OWN = "gmd:topicCategory", "ECR Toolkit"  # vocabularies of the keywords; the first is that of ISO 19115
_TABLES = ("methods_function", "methods_sensitivity")


def describe(pilot: Any, layers: Mapping[Entry, QgsMapLayer]) -> None:
    """Give layers their metadata."""
    made = {row.file: row for row in pilot.ledger.rows()}
    methods = [row for name in _TABLES if pilot.table(name).is_file() for row in read_table(pilot.table(name))]
    for entry, layer in layers.items():
        found = _of_pilot(pilot, entry)
        found.setAbstract("\n".join(_lines(entry, made.get(entry.output(pilot.folder)), methods)))
        found.setHistory(_history(made.get(entry.output(pilot.folder))))
        found.setCrs(layer.crs())
        place = QgsLayerMetadata.SpatialExtent()
        place.extentCrs, place.bounds = layer.crs(), layer.extent().toBox3d(0, 0)
        extent = QgsLayerMetadata.Extent()
        extent.setSpatialExtents([place])
        found.setExtent(extent)
        layer.setMetadata(found)


def _of_pilot(pilot: Any, entry: Entry) -> QgsLayerMetadata:
    """What the recipe says: title, terms, contact, keywords."""
    terms, language = pilot.recipe["delivery"], interface.language
    name = pilot.name(language)
    ministry = said(pilot.recipe["documents"]["ministry"], language, pilot.recipe["languages"][0])
    found = QgsLayerMetadata()
    found.setIdentifier(f"{pilot.code}/{entry.output(pilot.folder)}")
    found.setType("dataset")
    found.setTitle(f"{entry.name(language)} – {name}")
    found.setLanguage(language.replace("_", "-"))
    found.setKeywords({TOPICS: ["environment"], OWN: [_(SUBGROUPS[entry.subgroup]), name]})
    found.setLicenses([terms["licence"]] if terms["licence"] else [])
    found.setRights([pilot.recipe["disclaimer"]] if pilot.recipe["disclaimer"] else [])
    contact = QgsLayerMetadata.Contact()
    contact.organization = terms["organisation"] or (ministry.text if ministry is not None else "")
    contact.email, contact.role = terms["email"], "pointOfContact"
    found.setContacts([contact] if contact.organization or contact.email else [])
    return found


def _lines(entry: Entry, made: Optional[Row], methods: list[dict[str, str]]) -> list[str]:
    """What the layer is; of a model also its value, its source and its factors as they were computed."""
    colon = Formats(interface.language).colon
    lines = [_(step.purpose) for step in STEPS if made is not None and step.id == made.step]
    for model in models():
        if entry.key == f"{model.kind}:{model.id}":
            lines += [_value(model), _(model.source), _(model.caution)]
            told = [(row["title"], row["method"] or row["note"]) for row in methods if row["model"] == model.id]
            lines += [colon.join((_(title), _(method))) for title, method in told]
    return [line for line in lines if line]


def _value(model: Model) -> str:
    """What the graded value is, with its unit."""
    text = capital(_(model.output))
    return text if model.unit == "1" else f"{text} ({model.unit})"


def _history(made: Optional[Row]) -> list[str]:
    """When which step made it, with which version, from the ledger."""
    if made is None:
        return []
    title = next((_(step.title) for step in STEPS if step.id == made.step), made.step)
    day = parsed_date(made.finished)
    when = Formats(interface.language).date(day) if day is not None else made.finished
    return [f"{title} – {when} – ECR Toolkit {made.version}"]
