import gzip
import secrets
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def form_expired(request, reason=""):
    """CSRF said no: usually an old tab. Say so, and offer the way back; the browser still holds what was typed."""
    return render(request, "expired.html", status=403)


def or_sign_in(view):
    """Whoever comes from a letter and is not signed in is asked to, the same for what is there and what is not."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return asked


def packed(view):
    """A long page goes packed over the line, at the level that pays: Django's own takes twice the time for three per
    cent. Its length is blurred as there, so that nobody infers from it what a page says (BREACH)."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ("Accept-Encoding",))
        if response.status_code == 200 and "gzip" in request.headers.get("Accept-Encoding", ""):
            packed = gzip.compress(response.content, compresslevel=4, mtime=0)
            head = bytearray(packed[:10])
            head[3] = 8  # a file name follows
            blur = secrets.token_hex(50)[: secrets.randbelow(100)].encode() + b"\0"
            response.content = bytes(head) + blur + packed[10:]
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return answered


def handed_over(file, name: str, *, is_shown: bool = False) -> FileResponse:
    """A file that somebody brought, under the name that it had there. It runs nowhere; only what `is_shown` opens where
    it stands."""
    response = FileResponse(file.open(), as_attachment=not is_shown, filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
