"""What curators did, what they work on and who looked at what is confidential, kept so that it can be read."""

from kpknow.curation.models.consent_view import ConsentPage, ConsentView
from kpknow.curation.models.distinct_topics import DistinctTopics
from kpknow.curation.models.draft_link import DraftLink
from kpknow.curation.models.imports import Import, ImportedRow, Verdict, last_texts
from kpknow.curation.models.link_check import LinkCheck, Outcome
from kpknow.curation.models.manuscript import Manuscript, ManuscriptPicture
from kpknow.curation.models.organisation_merge import DistinctOrganisations, OrganisationMerge
from kpknow.curation.models.override import Decision, Override
from kpknow.curation.models.passage_answer import PassageAnswer
from kpknow.curation.models.reading import Reading
from kpknow.curation.models.receipt import Hiding, Receipt
from kpknow.curation.models.removal_request import RemovalRequest, RequestState
from kpknow.curation.models.theme_merge import ThemeMerge, ThemeSplit
from kpknow.curation.models.topic_merge import MergedTagging, TopicMerge
from kpknow.curation.models.unsaved_words import UnsavedWords

__all__ = [
    "ConsentPage",
    "ConsentView",
    "Decision",
    "DistinctOrganisations",
    "DistinctTopics",
    "DraftLink",
    "Hiding",
    "Import",
    "ImportedRow",
    "LinkCheck",
    "Manuscript",
    "ManuscriptPicture",
    "MergedTagging",
    "OrganisationMerge",
    "Outcome",
    "Override",
    "PassageAnswer",
    "Reading",
    "Receipt",
    "RemovalRequest",
    "RequestState",
    "ThemeMerge",
    "ThemeSplit",
    "TopicMerge",
    "UnsavedWords",
    "Verdict",
    "last_texts",
]
