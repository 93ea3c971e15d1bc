"""The whole site, but a form is answered before it is worked through."""

from io import BytesIO

from dreiklang.tests import twins


def application(environ, start_response):
    if environ["REQUEST_METHOD"] != "POST":
        return twins.application(environ, start_response)
    environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return Afterwards(environ)


class Afterwards:
    """An empty answer. The server closes it once it has been sent."""

    def __init__(self, environ):
        self.environ = environ

    def __iter__(self):
        return iter(())

    def close(self):
        twins.application(self.environ, lambda *ignored: None).close()
