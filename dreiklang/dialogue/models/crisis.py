from django.db import models

from dreiklang.people.models import Person


class Helper(models.Model):
    """Somebody who agreed to be called when a colleague is attacked."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
