from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404
from django.shortcuts import render


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


def handed_over(file, name: str, *, is_shown: bool = False) -> FileResponse:
    """A file that somebody brought, under the name that it had there. It runs nowhere; only what `is_shown` opens where
    it stands."""
    response = FileResponse(file.open(), as_attachment=not is_shown, filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
