"""Styles of a Word document: every look has a name, so that editors change the style and not each paragraph."""

from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Windows' own families by language: Latin, then the family of complex scripts, then East Asian
_FAMILIES = {"ur": ("Segoe UI", "Urdu Typesetting", "Segoe UI"), "ar": ("Segoe UI", "Traditional Arabic", "Segoe UI"),
             "zh_CN": ("Segoe UI", "Segoe UI", "Microsoft YaHei")}
_USUAL = ("Segoe UI", "Segoe UI", "Microsoft YaHei")
_RED, _GREY = "7B1113", "595959"


def quoted(text: str) -> str:
    """A text as the value of an attribute."""
    return f'"{escape(text)}"'


def styles_xml(language: str, tag: str, rtl: bool, long: bool = True) -> str:
    """``word/styles.xml``. ``tag``: the language as Word calls it (``ur-PK``); ``long``: chapters begin pages."""
    latin, complex_script, asian = _FAMILIES.get(language, _USUAL)
    fonts = (f"<w:rFonts w:ascii={quoted(latin)} w:hAnsi={quoted(latin)} w:cs={quoted(complex_script)} "
             f"w:eastAsia={quoted(asian)}/>")
    right = "<w:rtl/>" if rtl else ""
    defaults = (f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val=\"20\"/><w:szCs w:val=\"22\"/>"
                f"<w:lang w:val={quoted(tag)} w:eastAsia={quoted(tag)} w:bidi={quoted(tag)}/>"
                "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"264\" "
                "w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>")
    bidi = "<w:bidi/>" if rtl else ""
    edge = "right" if rtl else "left"
    number = "start" if rtl else "end"  # numbers stand at the right edge in both directions
    made = [
        _paragraph("Normal", "", bidi, right, default=True),
        _paragraph("Title", "Normal", f'<w:spacing w:before="{1200 if long else 0}" w:after="{240 if long else 80}"/>',
                   _size(52 if long else 36, _RED, bold=True)),
        _heading(1, 32, _RED, '<w:pageBreakBefore/><w:spacing w:before="0" w:after="160"/>') if long else
        _heading(1, 26, _RED, '<w:spacing w:before="200" w:after="80"/>'),
        _heading(2, 24, "000000", '<w:spacing w:before="320" w:after="120"/>'),
        _heading(3, 21, "404040", '<w:spacing w:before="240" w:after="80"/>'),
        _paragraph("Caption", "Normal", '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="80"/>',
                   _size(19, "000000", bold=True)),
        _paragraph("PictureCaption", "Normal", '<w:keepLines/><w:spacing w:before="40" w:after="240"/>',
                   _size(19, "000000", bold=True)),
        _paragraph("Picture", "Normal", '<w:keepNext/><w:spacing w:before="160" w:after="0"/><w:jc w:val="center"/>'),
        _paragraph("Note", "Normal", f'<w:pBdr><w:{edge} w:val="single" w:sz="24" w:space="8" w:color="{_RED}"/>'
                                     '</w:pBdr><w:ind w:left="240"/>'),
        _paragraph("List", "Normal", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
                                     '<w:spacing w:after="40"/>'),
        _paragraph("Steps", "Normal", '<w:spacing w:after="60"/>'),
        _paragraph("Formula", "Normal", f'<w:bidi w:val="0"/><w:spacing w:before="60" w:after="60"/>'
                                        f'<w:ind w:left="360"/><w:jc w:val="{edge}"/>'),
        _paragraph("Term", "Normal", '<w:keepNext/><w:spacing w:after="0"/>', _size(20, _GREY)),
        _paragraph("Definition", "Normal", '<w:ind w:left="360"/>'),
        _paragraph("TableText", "Normal", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', _size(17)),
        _paragraph("TableHead", "TableText", "<w:keepNext/>", "<w:b/><w:bCs/>"),
        _paragraph("TableNumber", "TableText", f'<w:jc w:val="{number}"/>'),
        _paragraph("TableHeadNumber", "TableHead", f'<w:jc w:val="{number}"/>'),
        _paragraph("ContentsTitle", "Normal", '<w:keepNext/><w:spacing w:before="480" w:after="120"/>',
                   _size(28, _RED, bold=True)),
        _paragraph("Header", "Normal", "", _size(17, _GREY)), _paragraph("Footer", "Header", '<w:jc w:val="center"/>'),
        _paragraph("TOC1", "Normal", '<w:tabs><w:tab w:val="end" w:leader="dot" w:pos="9600"/></w:tabs>'
                                     '<w:spacing w:after="40"/>'),
        _character("Code", '<w:rtl w:val="0"/>' if rtl else ""), _character("Strong", "<w:b/><w:bCs/>"),
        _character("Emphasis", "<w:i/><w:iCs/>"), _table(),
    ]
    return f'<w:styles xmlns:w="{W}">{defaults}{"".join(made)}</w:styles>'


def _paragraph(name: str, based_on: str, paragraph: str, run: str = "", default: bool = False) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    mark = ' w:default="1"' if default else ""
    return (f'<w:style w:type="paragraph"{mark} w:styleId="{name}"><w:name w:val="{_named(name)}"/>{base}<w:qFormat/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>")


def _heading(level: int, size: int, colour: str, paragraph: str) -> str:
    style = _paragraph(f"Heading{level}", "Normal",
                       f'<w:keepNext/><w:keepLines/>{paragraph}<w:outlineLvl w:val="{level - 1}"/>',
                       _size(size, colour, bold=True))
    return style.replace("<w:qFormat/>", '<w:next w:val="Normal"/><w:qFormat/>')


def _character(name: str, run: str) -> str:
    return (f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{_named(name)}"/><w:qFormat/>'
            f"<w:rPr>{run}</w:rPr></w:style>")


def _table() -> str:
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>' for edge in (
        "top", "left", "bottom", "right", "insideH", "insideV"))
    margins = '<w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
    head = ('<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" '
            'w:fill="F2F2F2"/></w:tcPr></w:tblStylePr>')
    last = '<w:tblStylePr w:type="lastRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>'
    return ('<w:style w:type="table" w:styleId="ReportTable"><w:name w:val="Report table"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{head}{last}"
            "</w:style>")


def _size(half_points: int, colour: str = "", bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{weight}{tint}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points + 2}"/>'


def _named(name: str) -> str:
    """Names by which Word knows its own styles."""
    known: dict[str, str] = {"Heading1": "heading 1", "Heading2": "heading 2", "Heading3": "heading 3",
                             "Caption": "caption", "Header": "header", "Footer": "footer", "TOC1": "toc 1",
                             "List": "List Bullet", "Steps": "List Number"}
    return known.get(name, name)
