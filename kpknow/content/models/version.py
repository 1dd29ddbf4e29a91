from django.db import models


class Door(models.TextChoices):
    """Whom the site lets in: everybody, readers who only read, or nobody."""

    OPEN = "open"
    READING = "reading"
    NEUTRAL = "neutral"


class ContentVersion(models.Model):
    """One row that moves with every change of anything readers see. Written by database triggers only (tracking.py).

    ``token`` never comes twice, not even after a rolled-back transaction; it is empty while the triggers are away,
    during a migration, and nothing may be kept then. ``epoch`` differs after a migration, or when the tables were
    emptied: numbers before and after cannot be compared. ``door`` alone is written by a command; it stands here because
    this row is asked before anything is answered.
    """

    epoch = models.BigIntegerField()
    number = models.BigIntegerField(default=1)
    token = models.BigIntegerField(null=True)
    door = models.CharField(max_length=10, choices=Door.choices, default=Door.OPEN, db_default=Door.OPEN)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class Touch(models.Model):
    """When a record, or anything its pages are made of, last changed: one row a record, written by triggers only."""

    label = models.CharField(max_length=60)
    record = models.BigIntegerField()
    number = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("label", "record"), name="content_touch_once_a_record")]

    def __str__(self) -> str:
        return f"{self.label} {self.record}"
