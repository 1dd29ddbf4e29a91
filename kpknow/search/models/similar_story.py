from django.db import models


class SimilarStory(models.Model):
    """A story that has rare words in common with another, ``words`` the most telling of them.

    Like a document it says what strangers might read at version ``number`` and until ``holds_until``: after either
    story changed, or past that day, it is shown to nobody. Plain keys: it goes with the index, not with the stories.
    """

    story = models.BigIntegerField()
    other = models.BigIntegerField(db_index=True)
    weight = models.FloatField()
    words = models.CharField(max_length=200)
    number = models.BigIntegerField()
    holds_until = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("story", "other"), name="search_similarstory_once")]

    def __str__(self) -> str:
        return f"{self.story}, {self.other}: {self.words}"
