from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Thread
from dreiklang.foundation.text import escape_markdown


def quote(thread: Thread, number: int) -> str:
    """The words of a post as a quotation in Markdown, with who wrote them; empty where there is none to be read."""
    post = thread.posts.shown().select_related("author", "voice").filter(number=number).first() if number else None
    if post is None:
        return ""
    head = _("%(who)s schrieb:") % {"who": f"**{escape_markdown(post.byline)}**"}
    return "\n".join([f"> {head}", ">", *(f"> {line}".rstrip() for line in post.source.splitlines()), "", ""])
