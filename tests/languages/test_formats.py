"""Numbers and dates as translation_notes.md §3 writes them, with Latin digits in every language."""

from datetime import date

import pytest

from ecr_toolkit.languages.formats import Formats, parsed_date

DAY = date(2026, 3, 7)
NOTES = {
    "en": ("1,234.5", "30.5%", "7 March 2026"),
    "zh_CN": ("1,234.5", "30.5%", "2026年3月7日"),
    "pt_BR": ("1.234,5", "30,5%", "7 de março de 2026"),
    "ur": ("1,234.5", "30.5%", "7 مارچ 2026"),
    "fr": ("1\u202f234,5", "30,5\u00a0%", "7 mars 2026"),
    "es": ("1.234,5", "30,5\u00a0%", "7 de marzo de 2026"),
    "ar": ("1,234.5", "30.5%", "7 مارس 2026"),
    "ru": ("1\u00a0234,5", "30,5\u00a0%", "7 марта 2026 г."),
}


@pytest.mark.parametrize("language", NOTES)
def test_a_language_writes_numbers_and_dates_as_the_notes_say(language):
    formats = Formats(language)
    assert (formats.number(1234.5, 1), formats.percent(30.5), formats.date(DAY)) == NOTES[language]


def test_the_first_of_a_month_in_french_is_an_ordinal():
    assert Formats("fr").date(date(2026, 5, 1)) == "1er mai 2026"


@pytest.mark.parametrize("language", NOTES)
def test_no_control_character_and_no_other_digits(language):
    formats = Formats(language)
    written = formats.number(-9876543210.12, 2) + formats.percent(-0.4) + formats.date(DAY) + formats.significant(1e-4)
    assert not set(written) & set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert not any(sign.isdigit() and not sign.isascii() for sign in written)


def test_directions_and_tags():
    assert {name for name in NOTES if Formats(name).rtl} == {"ar", "ur"}
    assert Formats("zh_CN").tag == "zh-CN"


@pytest.mark.parametrize(("value", "written"), [
    (339.19586, "339"), (10.450730, "10.5"), (0.03, "0.03"), (631417.6, "631,418"), (0.0001, "0.0001"), (0, "0"),
    (-16.829, "−16.8"), (981.0, "981"), (0.2882, "0.288"), (5.0, "5"), (99.96, "100"), (0.00012345, "0.000123"),
])
def test_measured_values_keep_three_digits(value, written):
    assert Formats("en").significant(value) == written


def test_a_number_that_rounds_to_zero_has_no_minus():
    assert Formats("en").number(-0.04, 1) == "0.0"
    assert Formats("en").number(-1234.56, 1) == "−1,234.6"


def test_labels_end_as_the_language_wants():
    assert [Formats(language).colon for language in ("en", "zh_CN", "fr")] == [": ", "：", "\u00a0: "]


def test_dates_are_read_from_the_ledger_and_nonsense_is_none():
    assert parsed_date("2026-03-07T10:00:00Z") == DAY
    assert parsed_date("") is None and parsed_date("yesterday!") is None


def test_words_stand_as_in_a_dictionary():
    words = ["zone", "Écorégion", "eau", "échelle"]
    assert Formats("fr").alphabetical(words, str) == ["eau", "échelle", "Écorégion", "zone"]
