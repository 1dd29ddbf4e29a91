from kpknow.content.models.figure import Figure, FigureKind, Qualifier
from kpknow.content.models.former_address import FormerAddress
from kpknow.content.models.record import Record, RecordQuerySet, Status, Use, User
from kpknow.content.models.source import Source
from kpknow.content.models.version import ContentVersion, Touch

__all__ = [
    "ContentVersion",
    "Figure",
    "FigureKind",
    "FormerAddress",
    "Qualifier",
    "Record",
    "RecordQuerySet",
    "Source",
    "Status",
    "Touch",
    "Use",
    "User",
]
