"""What is looked for in a record before its readers see it: what may identify a person, and words that hurt."""

from kpknow.curation.checking.findings import RecordFinding, findings_beside, findings_for, open_findings
from kpknow.curation.checking.terminology import Advice, advice_for, advice_in
from kpknow.curation.checking.texts import Text, texts_beside, texts_of

__all__ = [
    "Advice",
    "RecordFinding",
    "Text",
    "advice_for",
    "advice_in",
    "findings_beside",
    "findings_for",
    "open_findings",
    "texts_beside",
    "texts_of",
]
