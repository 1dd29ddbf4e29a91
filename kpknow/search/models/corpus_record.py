from django.db import models


class CorpusRecord(models.Model):
    """What a corpus brought, so that it can be taken out again and nothing else.

    It names records, not keys of one table: whatever is deleted in another way leaves a line here that leads nowhere.
    """

    label = models.CharField(max_length=60)
    record = models.BigIntegerField()
    digest = models.CharField(max_length=32, blank=True, db_index=True)
    """BLAKE2b of the line it came from; empty for what a story named and no line described."""

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("label", "record"), name="search_corpus_record_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.record}"
