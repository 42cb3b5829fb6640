"""Build the font of Urdu documents, "ECR Nastaliq", out of Debian's Noto Nastaliq Urdu (package fonts-noto-core).

Qt spoils that font in two ways. Where an anchor names a point of the outline, a hint for coarse screens, Qt takes the
point upside down and puts dots and letters in wrong places; and as both weights call themselves Regular, Qt may take
the bold one for plain text. The built font has plain anchors, true weights, Arabic letters only (digits and Latin
letters come from the font that is named with it), and a name of its own so that the installed one is never taken.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otTables import Anchor

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path("/usr/share/fonts/truetype/noto")
COPYRIGHT = Path("/usr/share/doc/fonts-noto-core/copyright")
TARGET = ROOT / "ecr_toolkit" / "fonts"
FAMILY = "ECR Nastaliq"
WEIGHTS = {"Regular": 400, "Bold": 700}
SPACE = 0x20
ARABIC = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0x200B, 0x200F), (0x25CC, 0x25CC))


def anchors(part: object) -> Iterator[Anchor]:
    """Every anchor below a part of the GPOS table."""
    if isinstance(part, Anchor):
        yield part
    elif isinstance(part, list):
        for item in part:
            yield from anchors(item)
    elif hasattr(part, "__dict__"):
        for item in vars(part).values():
            yield from anchors(item)


def plain_anchors(font: TTFont) -> None:
    """Keep of each anchor its coordinates only (format 1)."""
    for anchor in anchors(font["GPOS"].table.LookupList):
        anchor.Format = 1
        for hint in ("AnchorPoint", "XDeviceTable", "YDeviceTable"):
            vars(anchor).pop(hint, None)


def arabic_only(font: TTFont) -> None:
    """Forget which glyphs Latin letters, digits and punctuation have; the space stays."""
    for table in font["cmap"].tables:
        table.cmap = {code: glyph for code, glyph in table.cmap.items()
                      if code == SPACE or any(first <= code <= last for first, last in ARABIC)}


def rename(font: TTFont, style: str) -> None:
    """Give the font its own family name and its true weight."""
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}",
             6: f"{FAMILY.replace(' ', '')}-{style}"}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)
    font["OS/2"].usWeightClass = WEIGHTS[style]


def build(style: str, target: Path) -> None:
    """Write one weight; the same bytes from the same source."""
    font = TTFont(SOURCE / f"NotoNastaliqUrdu-{style}.ttf", recalcTimestamp=False)
    font["GPOS"].ensureDecompiled(recurse=True)
    plain_anchors(font)
    arabic_only(font)
    rename(font, style)
    del font["DSIG"]  # signed was the font as it came
    font.save(target / f"ECRNastaliq-{style}.ttf")


def licence() -> str:
    """The notice and the Open Font License that go with the font, out of the package's list of copyrights."""
    notice = TTFont(SOURCE / "NotoNastaliqUrdu-Regular.ttf")["name"].getDebugName(0)
    found = re.search(r"^License: OFL-1\.1\n((?: .*\n)+)", COPYRIGHT.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        sys.exit(f"{COPYRIGHT} does not hold the text of the Open Font License.")
    text = "\n".join("" if line == " ." else line[1:] for line in found.group(1).splitlines())
    return (f"{notice}\n\n{FAMILY} is a modified version of Noto Nastaliq Urdu: renamed, anchors without hints,\n"
            "weights corrected, Arabic letters only. It is licensed under the SIL Open Font License, Version 1.1:\n\n"
            f"{text}\n")


def main() -> None:
    missing = [path for path in (COPYRIGHT, *(SOURCE / f"NotoNastaliqUrdu-{style}.ttf" for style in WEIGHTS))
               if not path.is_file()]
    if missing:
        sys.exit(f"Missing: {', '.join(map(str, missing))}. Install the Debian package fonts-noto-core.")
    TARGET.mkdir(exist_ok=True)
    (TARGET / "OFL.txt").write_text(licence(), encoding="utf-8")
    for style in WEIGHTS:
        build(style, TARGET)
    print(f"{FAMILY}: {', '.join(WEIGHTS)} in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
