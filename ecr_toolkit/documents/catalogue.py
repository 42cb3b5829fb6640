"""The documents that the toolkit writes, in the order in which they are read."""

from .brief.brief import POLICY_BRIEF
from .demarcation_report import DEMARCATION_REPORT
from .guideline.guideline import TECHNICAL_GUIDELINE
from .sheets.register import REGISTER

DOCUMENTS = (TECHNICAL_GUIDELINE, DEMARCATION_REPORT, POLICY_BRIEF, REGISTER)
