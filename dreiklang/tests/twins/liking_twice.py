"""The whole site, but every like has an id of its own."""

from dreiklang.debates.actions import halls
from dreiklang.debates.models import HallLike
from dreiklang.foundation.models import fresh_id
from dreiklang.tests.twins import application

__all__ = ["application"]


def like(question, is_liked, who):
    HallLike.objects.create(pk=fresh_id(), question=question)


halls.like = like
