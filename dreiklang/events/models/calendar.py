from hashlib import sha256

from django.db import models

from dreiklang.people.models import Person


class CalendarAddress(models.Model):
    """The secret address under which a person's own dates are read by her calendar program. Only a hash is kept, and
    nothing of when it is asked."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)

    @staticmethod
    def digest_of(token: str) -> str:
        """The token is random and long: a plain hash suffices."""
        return sha256(token.encode()).hexdigest()
