"""Who took part, and what was voted: two lists that nothing joins once the debate has ended.

Rows have random ids, no time and no order that could be laid beside a log."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dreiklang.debates.models.debates import Debate, Statement
from dreiklang.foundation.models import fresh_id
from dreiklang.people.models import Person


class Participation(models.Model):
    """That a member took part. It is there so that only those who have not are reminded, and all hear the outcome."""

    id = models.UUIDField(primary_key=True, default=fresh_id)  # random: numbers would tell the order
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["debate", "person"], name="takes_part_once")]


class Voter(models.Model):
    """Somebody who votes, under an id that `secret.py` makes of the debate's key and of who she is."""

    id = models.UUIDField(primary_key=True)
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="voters")
    is_guest = models.BooleanField(default=False)  # without an account
    is_new = models.BooleanField(default=False)  # shown apart: an account that is younger than the debate, or none
    is_counted = models.BooleanField(default=False)  # stands in a published state


class Vote(models.Model):
    AGREE, PASS, DISAGREE = 1, 0, -1
    VALUES = [(AGREE, _("stimme zu")), (PASS, _("weiter")), (DISAGREE, _("stimme nicht zu"))]

    id = models.UUIDField(primary_key=True)  # of the voter's id and the statement's: one each
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="votes", db_index=False)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=VALUES)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(value__in=[-1, 0, 1]), name="vote_is_one_of_three")]
        # Not unique: the id is. Of two at once PostgreSQL would refuse the second by this one, instead of changing it.
        indexes = [models.Index(fields=["voter", "statement"], name="vote_of_a_voter")]
