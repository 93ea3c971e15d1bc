from django.db import models

from dreiklang.foundation.models import fresh_id


class Sealed(models.Model):
    """Who speaks as a voice. The one place that knows it, and it says so only to whoever has the key, which lies
    neither in the database nor in a backup. No foreign key, no date, no order: nothing else in the database leads here.

    `lock` is a keyed hash of place and person, by which her own next post finds her voice. `envelope` is the encrypted
    person's id, bound to the voice.
    """

    voice = models.UUIDField(primary_key=True, default=fresh_id)
    lock = models.CharField(max_length=64, unique=True)
    envelope = models.BinaryField()
