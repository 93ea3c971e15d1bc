"""Django's sessions in the database; what every page of a signed-in person asks first has its words made once."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from dreiklang.foundation.prepared import Prepared


class SessionStore(db.SessionStore):
    def load(self) -> dict:
        rows = _KEPT(key=self.session_key, now=timezone.now())
        if not rows:
            self._session_key = None
        return self.decode(rows[0][0]) if rows else {}


_KEPT = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data"),
    key=str, now=datetime,
)  # fmt: skip
