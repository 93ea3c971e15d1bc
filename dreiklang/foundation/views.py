import gzip
import secrets
from functools import partial, wraps

import brotli
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
    """A long page goes packed over the line. Brotli at its lowest level packs better than gzip does and takes a quarter
    of the time. A comment of any length stands at its end, so that nobody infers from how long it is what it says
    (BREACH)."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = _understood(request.headers.get("Accept-Encoding", ""))
        if response.status_code == 200 and encoding:
            blur = secrets.token_hex(100)[: secrets.randbelow(200)].encode()  # packed, up to a hundred bytes
            response.content = _PACKED[encoding](response.content + b"<!-- %b -->" % blur)
            response.headers["Content-Encoding"] = encoding
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return answered


_PACKED = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=1),
    "gzip": partial(gzip.compress, compresslevel=1, mtime=0),
}


def _understood(accepted: str) -> str | None:
    named = {part.strip() for part in accepted.split(",")}  # what carries a weight, which may be 0, is not taken
    return next((encoding for encoding in _PACKED if encoding in named), None)


def handed_over(file, name: str, *, is_shown: bool = False) -> FileResponse:
    """A file that somebody brought, under the name that it had there. It runs nowhere; only what `is_shown` opens where
    it stands."""
    response = FileResponse(file.open(), as_attachment=not is_shown, filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
