from django.shortcuts import render


def form_expired(request, reason=""):
    """CSRF said no: usually an old tab. Say so, and offer the way back; the browser still holds what was typed."""
    return render(request, "expired.html", status=403)
