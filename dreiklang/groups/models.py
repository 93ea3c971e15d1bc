from django.db import models

from dreiklang.foundation.models import fresh_id
from dreiklang.people.models import Person


class Group(models.Model):
    """Who belongs together: a cohort, an association's circle, a regional round, a topic team; or those whom somebody
    named as the readers of one thing. These are no circle that anybody may choose, and their name says nothing."""

    COHORT, CIRCLE, REGION, TOPIC_TEAM, NAMED = "cohort", "circle", "region", "topic_team", "named"
    KINDS = [
        (COHORT, "Jahrgang"),
        (CIRCLE, "Verbandskreis"),
        (REGION, "Regionalrunde"),
        (TOPIC_TEAM, "ThemenTeam"),
        (NAMED, "Genannte"),
    ]

    id = models.UUIDField(primary_key=True, default=fresh_id)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=KINDS)

    def __str__(self):
        return self.name

    @property
    def token(self) -> str:
        return f"group:{self.pk}"


class Membership(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="member_once")]
