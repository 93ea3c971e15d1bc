"""The search alone behind the real web server: no page, no session, only the question and the ids that answer it."""

import json
import os
from urllib.parse import parse_qs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreiklang.settings")

import django

django.setup()

from django.db import close_old_connections  # noqa: E402

from dreiklang.index.tests.quality import found  # noqa: E402


def application(environ, start_response):
    asked = parse_qs(environ["QUERY_STRING"]).get("q")
    body = json.dumps(found(asked[0]) if asked else []).encode()
    close_old_connections()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
