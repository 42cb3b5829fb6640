"""The annex with the glossary: terms in the document's language, in English, and what they mean."""

from ...languages.formats import Formats
from ...languages.messages import N_, catalogue
from ..context import Context
from ..tables import CODE, Column, Table
from .glossary_terms import TERMS


def glossary(c: Context) -> Table:
    """Terms sorted as they read in the document's language; the English term beside them where that is another."""
    translated = catalogue(c.language).gettext
    english = [] if c.language == "en" else [Column(N_("in English"), CODE)]
    rows = [(term, *([(CODE, term)] if english else []), meaning)
            for term, meaning in Formats(c.language).alphabetical(TERMS, lambda pair: translated(pair[0]))]
    return Table("glossary", N_("Terms and what they mean"), (
        Column(N_("Term")), *english, Column(N_("Meaning"))), rows)


TABLES = (glossary,)
