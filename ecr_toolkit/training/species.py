"""Ten invented species: ranges drawn generously, as on real lists, narrowed by limits of height and by habitats."""


from . import outline
from .lines import blob
from .writing import Feature

# Species that the law protects, by class
_PROTECTED = {"Verdanomys montanus": "I", "Paludirallus lekae": "I", "Silvicapra nandui": "II",
              "Karstotriton calvorensis": "II", "Aquilonia regia": "II"}

# Name, taxon, Red List category, lowest and highest metre, IGBP habitats, parts of the range.
_SPECIES = [
    ("Verdanomys montanus", "mammals", "EN", 1400, 2900, "1,3,5,10", [blob(5.6, 6.0, 4.6, 8.6, 8.0, 61)]),
    ("Silvicapra nandui", "mammals", "VU", 800, 3200, "5,7,10,16", [blob(7.4, 3.0, 5.6, 15.0, 6.0, 62)]),
    ("Alcedula portalmae", "birds", "LC", 0, 600, "0,11,12,14", [blob(-7.6, -1.0, 11.4, 16.4, 10.0, 63)]),
    ("Paludirallus lekae", "birds", "CR", 0, 30, "11", [blob(-12.0, -13.0, 3.6, 2.6, -20.0, 64)]),
    ("Insulacerta minor", "reptiles", "EN", 0, 220, "4,6,7,8,9,14",
     [outline.ISLAND, blob(-16.2, 12.2, 1.3, 1.6, 0.0, 65)]),
    ("Karstotriton calvorensis", "amphibians", "CR", 80, 800, "2,4,5,14", [blob(-7.8, 12.2, 4.2, 2.8, 5.0, 66)]),
    ("Halogerbillus desertus", "mammals", "NT", 300, 1100, "7,16", [blob(15.8, 4.0, 5.6, 9.4, 0.0, 67)]),
    ("Quercella verdanica", "plants", "VU", 100, 1300, "2,4,5",
     [blob(-1.4, 9.6, 2.9, 4.4, 0.0, 68), blob(-1.8, -6.4, 3.6, 3.0, 0.0, 69)]),
    ("Aquilonia regia", "birds", "NT", 400, 3200, "1,5,7,10,16", [blob(9.6, 2.0, 9.8, 17.0, 0.0, 70)]),
    ("Nebulobates hyla", "amphibians", "EN", 400, 1700, "2,5", [blob(2.2, 2.4, 2.8, 11.6, 4.0, 71)]),
]


def species() -> list[Feature]:
    """Features with ``name``, ``taxon``, ``red_list``, ``national_class``, ``elev_min`` and ``elev_max`` (m),
    ``habitats`` (IGBP)."""
    return [Feature(parts, {"name": name, "taxon": taxon, "red_list": red_list,
                            "national_class": _PROTECTED.get(name, ""), "elev_min": low, "elev_max": high,
                            "habitats": habitats})
            for name, taxon, red_list, low, high, habitats, parts in _SPECIES]
