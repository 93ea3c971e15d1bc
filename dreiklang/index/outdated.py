"""Whether what a text names is out of date: each room says so of its own things, in the row by which one finds them."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from dreiklang.foundation.marking import paths_in
from dreiklang.index.models import Row

# What people say to each other, who they are and when they meet goes out of date in other ways.
_NEVER = ("/dialog/", "/austausch/", "/veranstaltungen/")


def marks_for(texts: Iterable[str], tokens: Callable[[], list[str]]) -> dict[str, str]:
    """{path: word} for foundation.marking, of what these kept texts (HTML) link to and whoever holds the tokens reads.
    One query and what it takes to know the tokens, and none where they link to nothing of this house."""
    paths = {path for html in texts for path in paths_in(html) if not path.startswith(_NEVER)}
    if not paths:
        return {}
    rows = Row.objects.filter(is_outdated=True, address__in=paths, readers__in=tokens())
    return dict.fromkeys(rows.values_list("address", flat=True), _("veraltet"))
