from django.db import models

from dreiklang.people.models import SecretAddress


class Salt(models.Model):
    """By which the askers of one day are told apart. Deleted when the day is over: then nobody can tell any more."""

    day = models.DateField(primary_key=True)
    value = models.CharField(max_length=64)


class MissingWord(models.Model):
    """A word that nothing was found for, once for each asker of a day. Nothing says who that was."""

    word = models.CharField(max_length=40)
    day = models.DateField()
    mark = models.CharField(max_length=64)  # of word and asker, by the salt of the day

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "mark"], name="missing_word_once_an_asker_and_day")]
        indexes = [models.Index(fields=["day"])]


class FeedAddress(SecretAddress):
    """Under which a person's feed reader asks her searches. Which searches they are stands in the addresses alone."""
