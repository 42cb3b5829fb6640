"""The documents that the toolkit writes, in the order in which they are read."""

from .demarcation_report import DEMARCATION_REPORT
from .guideline.guideline import TECHNICAL_GUIDELINE

DOCUMENTS = (TECHNICAL_GUIDELINE, DEMARCATION_REPORT)
