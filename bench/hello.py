"""The measure beside every figure: what the same server does for an application that does nothing."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"Hallo"]
