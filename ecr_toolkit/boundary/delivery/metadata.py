"""Metadata of a delivery after ISO 19115:2003, as ISO/TS 19139 XML."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...raster.grid import spatial_reference
from ..staking.coordinates import name_of
from .xml_out import Node, element, pieces, write_xml

GMD, GCO = "http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/gco"
_CODES = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
_ISO_639_2 = {"en": "eng", "zh": "zho", "pt": "por", "ur": "urd", "fr": "fra", "es": "spa", "ar": "ara", "ru": "rus"}


@dataclass(frozen=True)
class ProcessStep:
    """What was done, with the version of the program or data that did it, on an ISO date (empty when unknown)."""

    description: str
    version: str = ""
    date: str = ""


@dataclass(frozen=True)
class Check:
    """A quality check (methods.md §5.10): its name, what was found in words, whether it passed."""

    name: str
    statement: str
    passed: bool


@dataclass(frozen=True)
class Metadata:
    """What a delivery says of itself, in the words of ``language`` (such as ``pt_BR``).

    ``date`` and those of the steps are ISO dates (YYYY-MM-DD); ``scale`` is the denominator; ``bounds`` are west,
    south, east, north in WGS 84 degrees.
    """

    title: str
    abstract: str
    date: str
    organisation: str
    email: str
    language: str
    licence: str
    scale: int
    lineage: str
    bounds: tuple[float, float, float, float] = (-180.0, -90.0, 180.0, 90.0)
    steps: Sequence[ProcessStep] = ()
    sources: Sequence[str] = ()
    checks: Sequence[Check] = ()


def metadata_text(metadata: Metadata, crs: str, file_format: str) -> str:
    """The document as text, without an XML declaration."""
    return "".join(pieces(_document(metadata, crs, file_format)))


def write_metadata(deliverable: Path, metadata: Metadata, crs: str, file_format: str) -> None:
    """Publish the metadata of a file beside it, as ``<file>.xml``."""
    write_xml(deliverable.with_name(deliverable.name + ".xml"), _document(metadata, crs, file_format))


def _document(metadata: Metadata, crs: str, file_format: str) -> Node:
    return element(
        "gmd:MD_Metadata",
        element("gmd:language", _code("LanguageCode", _language(metadata.language))),
        element("gmd:characterSet", _code("MD_CharacterSetCode", "utf8")),
        element("gmd:hierarchyLevel", _code("MD_ScopeCode", "dataset")),
        element("gmd:contact", _contact(metadata)),
        element("gmd:dateStamp", _date(metadata.date)),
        _text("gmd:metadataStandardName", "ISO 19115:2003/19139"),
        _text("gmd:metadataStandardVersion", "1.0"),
        element("gmd:referenceSystemInfo", element("gmd:MD_ReferenceSystem", element(
            "gmd:referenceSystemIdentifier", element("gmd:RS_Identifier", _text(
                "gmd:code", name_of(spatial_reference(crs))))))),
        element("gmd:identificationInfo", _identification(metadata)),
        element("gmd:distributionInfo", element("gmd:MD_Distribution", element(
            "gmd:distributionFormat", element("gmd:MD_Format", _text("gmd:name", file_format),
                                              _unknown("gmd:version"))))),
        element("gmd:dataQualityInfo", _quality(metadata)),
        attributes=(("xmlns:gmd", GMD), ("xmlns:gco", GCO)))


def _identification(metadata: Metadata) -> Node:
    west, south, east, north = metadata.bounds
    sides = (("west", "Longitude", west), ("east", "Longitude", east),
             ("south", "Latitude", south), ("north", "Latitude", north))
    return element(
        "gmd:MD_DataIdentification",
        element("gmd:citation", _citation(metadata.title, metadata.date)),
        _text("gmd:abstract", metadata.abstract),
        element("gmd:pointOfContact", _contact(metadata)),
        element("gmd:resourceConstraints", element(
            "gmd:MD_LegalConstraints", _text("gmd:useLimitation", metadata.licence),
            element("gmd:accessConstraints", _code("MD_RestrictionCode", "otherRestrictions")),
            element("gmd:useConstraints", _code("MD_RestrictionCode", "license")),
            _text("gmd:otherConstraints", metadata.licence))),
        element("gmd:spatialRepresentationType", _code("MD_SpatialRepresentationTypeCode", "vector")),
        element("gmd:spatialResolution", element("gmd:MD_Resolution", element(
            "gmd:equivalentScale", element("gmd:MD_RepresentativeFraction", element(
                "gmd:denominator", element("gco:Integer", text=str(metadata.scale))))))),
        element("gmd:language", _code("LanguageCode", _language(metadata.language))),
        element("gmd:characterSet", _code("MD_CharacterSetCode", "utf8")),
        element("gmd:topicCategory", element("gmd:MD_TopicCategoryCode", text="environment")),
        element("gmd:extent", element("gmd:EX_Extent", element("gmd:geographicElement", element(
            "gmd:EX_GeographicBoundingBox", *(
                element(f"gmd:{side}Bound{axis}", element("gco:Decimal", text=f"{value:.6f}"))
                for side, axis, value in sides))))))


def _quality(metadata: Metadata) -> Node:
    reports = [element("gmd:report", element(
        "gmd:DQ_ConceptualConsistency", _text("gmd:nameOfMeasure", check.name),
        element("gmd:result", element(
            "gmd:DQ_ConformanceResult", element("gmd:specification", _citation(check.name, metadata.date)),
            _text("gmd:explanation", check.statement),
            element("gmd:pass", element("gco:Boolean", text="true" if check.passed else "false"))))))
        for check in metadata.checks]
    steps = [element("gmd:processStep", element(
        "gmd:LI_ProcessStep", _text("gmd:description", " ".join(filter(None, (step.description, step.version)))),
        element("gmd:dateTime", element("gco:DateTime", text=f"{step.date}T00:00:00")) if step.date else None))
        for step in metadata.steps]
    sources = [element("gmd:source", element("gmd:LI_Source", _text("gmd:description", source)))
               for source in metadata.sources]
    return element(
        "gmd:DQ_DataQuality",
        element("gmd:scope", element("gmd:DQ_Scope", element("gmd:level", _code("MD_ScopeCode", "dataset")))),
        *reports,
        element("gmd:lineage", element("gmd:LI_Lineage", _text("gmd:statement", metadata.lineage), *steps, *sources)))


def _contact(metadata: Metadata) -> Node:
    return element(
        "gmd:CI_ResponsibleParty", _text("gmd:organisationName", metadata.organisation),
        element("gmd:contactInfo", element("gmd:CI_Contact", element("gmd:address", element(
            "gmd:CI_Address", _text("gmd:electronicMailAddress", metadata.email))))) if metadata.email else None,
        element("gmd:role", _code("CI_RoleCode", "pointOfContact")))


def _citation(title: str, date: str) -> Node:
    return element("gmd:CI_Citation", _text("gmd:title", title), element("gmd:date", element(
        "gmd:CI_Date", element("gmd:date", _date(date)),
        element("gmd:dateType", _code("CI_DateTypeCode", "publication")))))


def _text(name: str, text: str) -> Node:
    return element(name, element("gco:CharacterString", text=text)) if text else _unknown(name)


def _unknown(name: str) -> Node:
    return element(name, attributes=(("gco:nilReason", "unknown"),))


def _date(date: str) -> Node:
    return element("gco:Date", text=date)


def _code(kind: str, value: str) -> Node:
    return element(f"gmd:{kind}", text=value, attributes=(("codeList", f"{_CODES}#{kind}"), ("codeListValue", value)))


def _language(code: str) -> str:
    """ISO 639-2 code of a language such as ``pt_BR``; as it came when the toolkit does not speak it."""
    return _ISO_639_2.get(code.split("_")[0], code)
