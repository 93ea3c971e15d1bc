"""A thesis is put up, its words are kept, and at the end somebody says what is taken along."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates import argument_index, secret
from dreiklang.debates.actions.beginning import require_to_begin
from dreiklang.debates.models import Argument, Thesis
from dreiklang.debates.rules import may_begin_for, may_look_after
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person


def lock(pk) -> Thesis:
    """Everything that changes a thesis or its tree waits here; saying what convinces does not."""
    return Thesis.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def begin(facts: dict, *, by, public_id=None) -> Thesis:
    """Its readers read it from now on. Sent twice, the same one."""
    require_to_begin(may_begin_for(by, facts["readers"]))
    if public_id and (twin := Thesis.objects.filter(pk=public_id).first()):
        return twin
    pk = public_id or fresh_id()
    thesis = Thesis(pk=pk, by=by, key=secret.fresh_key(pk), **facts)
    thesis.html = to_html(thesis.source)
    thesis.save(force_insert=True)
    argument_index.keep(thesis)
    record(by, "thesis.begun", f"thesis:{thesis.pk}")
    return thesis


@transaction.atomic
def save(thesis: Thesis, facts: dict, *, by, seen: str = "") -> Thesis:
    """`seen` is when it was changed last, as the form was opened. The sentence and who reads it stand from the first
    argument on: what was written was written for that."""
    current = lock(thesis.pk)
    if not may_look_after(by, current) or current.is_over:
        raise Refusal(_("Die These steht fest, sobald sie beendet ist."))
    if seen and seen != current.changed_at.isoformat():
        raise Refusal(_("Inzwischen hat jemand anderes diese These gespeichert. Ihre Angaben stehen noch im Formular."))
    if current.arguments.exists():
        facts = {name: value for name, value in facts.items() if name not in ("title", "readers")}
    elif "readers" in facts:
        require_to_begin(may_begin_for(by, facts["readers"]))
    for name, value in facts.items():
        setattr(current, name, value)
    current.html = to_html(current.source)
    current.save()
    argument_index.keep(current)
    record(by, "thesis.saved", f"thesis:{current.pk}")
    return current


@transaction.atomic
def summarise(thesis: Thesis, source: str, *, by) -> Thesis:
    """What is taken along. Everybody who wrote under her name hears it, the first time."""
    thesis = lock(thesis.pk)
    if not may_look_after(by, thesis) or not thesis.is_over:
        raise Refusal(_("Was Sie mitnehmen, schreiben Sie nach dem letzten Tag auf."))
    is_first = thesis.summarised_on is None
    thesis.summary_source, thesis.summary_html = source, to_html(source)
    thesis.summarised_on = thesis.summarised_on or timezone.localdate()
    thesis.save()
    record(by, "thesis.summarised", f"thesis:{thesis.pk}")
    if is_first:
        _tell(thesis, by)
    return thesis


def _tell(thesis: Thesis, by) -> None:
    wrote = Argument.objects.filter(thesis=thesis, author__isnull=False).values("author")
    for person in Person.objects.able().filter(pk__in=wrote).exclude(pk=by.pk).order_by("pk"):
        write(
            person.email, "letters/thesis_summary.txt",
            {"person": person, "thesis": thesis, "address": f"{settings.SITE_URL}{thesis.path}"},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip
