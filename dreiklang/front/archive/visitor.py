"""Whoever asks here is not signed in: an archive cannot hold what a visitor does not get."""

from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest

from dreiklang.foundation.refusal import Refusal


class Visitor:
    def __init__(self):
        self._handler = BaseHandler()
        self._handler.load_middleware()
        self._site = urlsplit(settings.SITE_URL)

    def page(self, path: str) -> bytes:
        """Refusal where it cannot be shown: an archive with a hole would be none."""
        response = self._ask(path, "GET")
        if response.status_code != 200:
            raise Refusal(f"Die Seite {path} lässt sich nicht zeigen ({response.status_code}).")
        return response.content

    def file(self, path: str):
        """The answer for a file, or where it leads. With HEAD: what is archived is not counted as downloaded."""
        return self._ask(path, "HEAD")

    def _ask(self, path: str, method: str):
        parts = urlsplit(path)
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": unquote(parts.path, "iso-8859-1"), "QUERY_STRING": parts.query,
            "SERVER_NAME": self._site.hostname, "SERVER_PORT": str(self._site.port or 443),
            "HTTP_HOST": self._site.netloc, "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": self._site.scheme, "wsgi.input": BytesIO(),
        }  # fmt: skip
        return self._handler.get_response(WSGIRequest(environ))
