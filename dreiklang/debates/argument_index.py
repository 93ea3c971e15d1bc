"""Theses that can be found, by whoever may read them: the thesis and the arguments that stand, as one row."""

from django.utils.translation import gettext_lazy as _

from dreiklang.debates.models import Thesis
from dreiklang.foundation.text import to_plain
from dreiklang.index.actions import Entry, put
from dreiklang.index.kinds import Kind

THESIS = "thesis"


def keep(thesis: Thesis) -> None:
    """Findable as it is now. A row says when it changed: so what comes without a name waits for the next day."""
    put(_entry(thesis))


def _entry(thesis: Thesis) -> Entry:
    standing = thesis.arguments.standing().order_by("pk").values_list("headline", "source")
    words = [to_plain(thesis.source), *(f"{headline}\n\n{to_plain(source)}" for headline, source in standing)]
    return Entry(
        THESIS, str(thesis.pk), thesis.readers, thesis.path, thesis.title, text="\n\n".join(words),
        date=thesis.begun_on,
    )  # fmt: skip


def _entries():
    return (_entry(thesis) for thesis in Thesis.objects.order_by("pk"))


def _readable(ids: list[str], person) -> set[str]:
    return {str(pk) for pk in Thesis.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)}


KIND = Kind(THESIS, _("Für und Wider"), _("These"), _entries, _readable)
