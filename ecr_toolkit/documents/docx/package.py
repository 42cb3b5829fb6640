"""The package: all parts of a Word document in one zip, the same bytes for the same content."""

import zipfile
from html import escape
from pathlib import Path

from .blocks import Run
from .body import STEPS, R, paragraph
from .styles import W

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIXED = (1980, 1, 1, 0, 0, 0)  # a zip notes times; a fixed one keeps equal content equal
_PARTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "header1": "header",
          "footer1": "footer"}
HEADER, FOOTER = "rIdHeader", "rIdFooter"


def write_package(path: Path, document: str, styles: str, media: list[tuple[str, bytes]], title: str, language: str,
                  rtl: bool, lists: int = 0) -> None:
    """Write a .docx. ``media``: pictures in the order of their relations; ``lists``: how many numbered lists there are;
    ``title`` stands in the running head and in the document's properties."""
    files: dict[str, bytes] = {
        "[Content_Types].xml": _content_types().encode(),
        "_rels/.rels": _package_relations().encode(),
        "docProps/core.xml": _core(title, language).encode(),
        "word/document.xml": (_HEAD + document).encode(),
        "word/styles.xml": (_HEAD + styles).encode(),
        "word/numbering.xml": _numbering(lists).encode(),
        "word/settings.xml": _settings(language).encode(),
        "word/header1.xml": _part("hdr", paragraph("Header", [Run(title)], rtl)).encode(),
        "word/footer1.xml": _part("ftr", _page_number()).encode(),
        "word/_rels/document.xml.rels": _relations(media).encode(),
        **{f"word/media/{name}": data for name, data in media},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            package.writestr(entry, data)


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
                        for name, kind in _PARTS.items())
    return (f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            '<Default Extension="svg" ContentType="image/svg+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{overrides}'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>')


def _package_relations() -> str:
    return (f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
            'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>')


def _relations(media: list[tuple[str, bytes]]) -> str:
    ids = {"header1": HEADER, "footer1": FOOTER}
    parts = "".join(f'<Relationship Id="{ids.get(name, "rId" + name)}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
                    for name, kind in _PARTS.items())
    pictures = "".join(f'<Relationship Id="rIdM{number}" Type="{_OFFICE}/image" Target="media/{name}"/>'
                       for number, (name, _data) in enumerate(media, 1))
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{parts}{pictures}</Relationships>'


def _core(title: str, language: str) -> str:
    return (f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>ECR Toolkit</dc:creator>"
            f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>")


def _numbering(lists: int) -> str:
    """A list with dots, and numbered lists, each of which begins at 1."""
    numbered = "".join(f'<w:num w:numId="{STEPS + number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
                       '<w:startOverride w:val="1"/></w:lvlOverride></w:num>' for number in range(1, lists + 1))
    return (f'{_HEAD}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start '
            'w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="start"/><w:pPr><w:ind '
            'w:left="360" w:hanging="240"/></w:pPr></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl '
            'w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="start"/>'
            '<w:pPr><w:ind w:left="440" w:hanging="440"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1">'
            f'<w:abstractNumId w:val="0"/></w:num>{numbered}</w:numbering>')


def _settings(language: str) -> str:
    return (f'{_HEAD}<w:settings xmlns:w="{W}"><w:updateFields w:val="true"/><w:defaultTabStop w:val="720"/>'
            '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
            f'w:val="15"/></w:compat><w:themeFontLang w:val="{escape(language)}"/></w:settings>')


def _part(element: str, content: str) -> str:
    return f'{_HEAD}<w:{element} xmlns:w="{W}" xmlns:r="{R}">{content}</w:{element}>'


def _page_number() -> str:
    fields = "".join(f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {name} '
                     '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r>'
                     f'<w:fldChar w:fldCharType="end"/></w:r>{after}'
                     for name, after in (("PAGE", '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'), ("NUMPAGES", "")))
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{fields}</w:p>'
