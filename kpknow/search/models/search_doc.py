from django.db import models

KIND_BITS = 27
"""A document's number is its kind and the record's key in one: 134 million records of a kind."""


class DocKind(models.IntegerChoices):
    """What can be found, in the order of the documents' numbers. Values never change: they are in the index."""

    STORY = 1
    EVENT = 2
    SESSION = 3
    ORGANISATION = 4
    THEME = 5
    FINDING = 6
    HIGHLIGHT = 7
    SYNTHESIS = 8
    RESOURCE = 9


def doc_id(kind: int, pk: int) -> int:
    return kind << KIND_BITS | pk


class SearchDoc(models.Model):
    """What a stranger may find of one record: stems of words anybody may read today.

    ``owner`` is the key of the record it is found and hidden with: of a session its event's, of a finding its theme's.
    ``number`` is the content version it was made at, ``holds_until`` the last day of the consents in it. A document
    older than its record, or past that day, is found by nobody until it is made anew.
    """

    id = models.BigIntegerField(primary_key=True)
    owner = models.BigIntegerField(db_index=True)
    language = models.CharField(max_length=20)
    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()
    heading = models.CharField(max_length=300)
    address = models.CharField(max_length=400)
    lead = models.TextField()
    dated = models.CharField(max_length=16, blank=True)
    published = models.DateField(null=True)
    number = models.BigIntegerField()
    holds_until = models.DateField(null=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.heading


class IndexState(models.Model):
    """One row: every record touched up to ``number`` is in the index as it is, every story touched up to ``compared``
    has been compared with the others.
    """

    number = models.BigIntegerField(default=0)
    compared = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
