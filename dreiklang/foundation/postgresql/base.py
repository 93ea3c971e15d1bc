"""Django's PostgreSQL, but for what it asks before each request: whether the connection still stands."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """A server that restarted, or shut us out, has said so on the line by now. Only where something came does a
        query ask what it was: Django's own asks one before each request."""
        if self.connection.closed:
            return False
        line = poll()
        line.register(self.connection.pgconn.socket, POLLIN)
        return not line.poll(0) or super().is_usable()
