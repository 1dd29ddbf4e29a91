from kpknow.content.models.act import Act, ActVerb
from kpknow.content.models.change import Change, ChangeVerb
from kpknow.content.models.draft_reader import DraftReader
from kpknow.content.models.figure import Figure, FigureKind, Qualifier
from kpknow.content.models.former_address import FormerAddress
from kpknow.content.models.record import Record, RecordQuerySet, Status, Use, User
from kpknow.content.models.sealed import ChainHead, Sealed
from kpknow.content.models.source import Source
from kpknow.content.models.version import ContentVersion, Door, Touch

__all__ = [
    "Act",
    "ActVerb",
    "ChainHead",
    "Change",
    "ChangeVerb",
    "ContentVersion",
    "Door",
    "DraftReader",
    "Figure",
    "FigureKind",
    "FormerAddress",
    "Qualifier",
    "Record",
    "RecordQuerySet",
    "Sealed",
    "Source",
    "Status",
    "Touch",
    "Use",
    "User",
]
