"""A debate is written, published, and its dates are kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.debates import phases, searchable, secret
from dreiklang.debates.actions.beginning import require_to_begin
from dreiklang.debates.models import Debate, Statement
from dreiklang.debates.rules import may_begin, may_begin_for, may_look_after
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import slug, to_html

RESERVED = {"neu", "umfragen", "argumente", "saal"}  # addresses below /dialog/debatten/
FEWEST_SEEDS = 3  # with fewer, the first who come have nothing to answer


def lock(pk) -> Debate:
    """Everything that concerns the whole debate waits here; answering does not."""
    return Debate.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def begin(facts: dict, *, by, public_id=None) -> Debate:
    """A draft. Sent twice, the same one."""
    _require_her_readers(by, facts)
    if public_id and (twin := Debate.objects.filter(pk=public_id).first()):
        return twin
    debate = Debate(pk=public_id or fresh_id(), by=by, **facts)
    debate.slug = free_slug(debate.title)
    _keep_true(debate)
    debate.save(force_insert=True)
    return debate


@transaction.atomic
def save(debate: Debate, facts: dict, *, by, seen: str = "") -> Debate:
    """`seen` is when it was changed last, as the form was opened: what somebody else wrote meanwhile is not lost."""
    current = lock(debate.pk)
    if not may_look_after(by, current) or not current.allows(phases.WRITE):
        raise Refusal(_("Die Frage und ihre Regeln stehen fest, sobald die Debatte begonnen hat."))
    _require_her_readers(by, facts)
    if seen and seen != current.changed_at.isoformat():
        raise Refusal(
            _("Inzwischen hat jemand anderes diese Debatte gespeichert. Ihre Angaben stehen noch im Formular.")
        )
    for name, value in facts.items():
        setattr(current, name, value)
    _keep_true(current)
    current.save()
    searchable.keep(current)
    record(by, "debate.saved", f"debate:{current.pk}")
    return current


@transaction.atomic
def publish(debate: Debate, *, by) -> Debate:
    """From now on its readers read it, and its dates decide what happens when."""
    debate = lock(debate.pk)
    if not may_look_after(by, debate):
        raise Refusal(_("Diese Debatte veröffentlicht, wer sie vorbereitet."))
    if not debate.is_draft:
        return debate
    missing = FEWEST_SEEDS - debate.statements.accepted().count()
    if missing > 0 and not debate.collects_from:
        raise Refusal(
            _("Es fehlen noch %(n)s Aussagen, mit denen die Debatte beginnt: Wer zuerst kommt, soll antworten können.")
            % {"n": missing}
        )
    debate.is_draft, debate.key = False, secret.fresh_key(debate.pk)
    debate.save()
    searchable.keep(debate)
    record(by, "debate.published", f"debate:{debate.pk}")
    return debate


def _require_her_readers(by, facts: dict) -> None:
    require_to_begin(may_begin(by) and ("readers" not in facts or may_begin_for(by, facts["readers"])))


def _keep_true(debate: Debate) -> None:
    debate.html, debate.rules_html = to_html(debate.source), to_html(debate.rules_source)


def free_slug(title: str) -> str:
    base = slug(title) or "debatte"
    taken = RESERVED | set(Debate.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(name for name in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if name not in taken)


def next_number(debate: Debate) -> int:
    """Of its next statement. To be asked under the lock."""
    last = Statement.objects.filter(debate=debate).order_by("-number").values_list("number", flat=True).first()
    return 0 if last is None else last + 1
