from django.conf import settings
from django.shortcuts import render
from django.utils import translation

from dreiklang.foundation.refusal import Refusal

# One constant line: nothing inline, nothing from elsewhere. Icons of the design system are data: pictures in its CSS.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


_FILES = ("text/css", "text/javascript", "font/")
_OF_FILES = {"X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Strict-Transport-Security"}


class SecurityHeaders:
    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = dict(_HEADERS)
        if settings.IS_SECURE:
            self.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"

        # Of a style sheet, script or font no browser asks the rest, which would be a tenth of what a page loads.
        self.of_files = {name: self.headers[name] for name in self.headers if name in _OF_FILES}

    def __call__(self, request):
        response = self.get_response(request)
        is_file = response.headers.get("Content-Type", "").startswith(_FILES)
        for name, value in (self.of_files if is_file else self.headers).items():
            response.headers.setdefault(name, value)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Somebody may be signed in: neither a proxy nor the way back after signing out shows her page again.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class Language:
    """German, unless the person chose otherwise; what the browser prefers is not asked, for the field speaks German."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.session.get("language", "de")
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


class Refusals:
    """A refusal that no view met becomes a page with its sentence and the way back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and request.method == "GET":
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Refusal):
            return render(request, "refusal.html", {"sentence": exception.sentence}, status=409)
        return None
