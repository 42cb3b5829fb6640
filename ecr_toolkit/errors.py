"""Errors that a user reads: one sentence that names what is wrong, and a remedy.

Programming errors stay ordinary exceptions; everything a user can cause or mend is a ToolkitError.
"""

import os

from .languages.messages import _


class ToolkitError(Exception):
    """Something the user can mend. ``sentence`` names the file and the fault, ``remedy`` says what to do."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.sentence = sentence
        self.remedy = remedy


class FaultsError(ToolkitError):
    """Several faults told at once; each is a (sentence, remedy) pair."""

    def __init__(self, faults) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(f"{sentence} {remedy}".strip() for sentence, remedy in self.faults))


class RecipeError(FaultsError):
    """The recipe (pilot.json) cannot be used."""


class InputError(FaultsError):
    """A layer or table that the recipe names cannot be used."""


class MissingStarterData(ToolkitError):
    """A starter-data package is not in the cache folder."""


class Cancelled(ToolkitError):
    """The user asked to stop; nothing half-made was published."""


def unwritable(fault: Exception, path=None) -> ToolkitError:
    """What the user reads when a file cannot be written: disk full, read-only, open in another program.

    ``path`` names the file where the fault does not (GDAL's errors).
    """
    name = getattr(fault, "filename2", None) or path or getattr(fault, "filename", None) or ""
    return ToolkitError(
        _("The file {file} cannot be written: {reason}.").format(
            file=os.path.basename(str(name)), reason=getattr(fault, "strerror", None) or fault),
        _("Close it in other programs, and see that the disk is not full and the folder may be written."))
