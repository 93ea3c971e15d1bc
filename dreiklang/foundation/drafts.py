"""What is typed is kept by the browser alone, until it is sent (static/house/drafts.js): no text lies on the server
before somebody said it, and nothing joins a protected asker to one."""

from django.utils.crypto import salted_hmac


def key_of(person) -> str:
    """Whose drafts these are, on a machine that several share: a word from which nobody learns who she is."""
    return salted_hmac("drafts", str(person.pk)).hexdigest()[:16]
