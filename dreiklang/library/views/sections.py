"""One section of a page: written, compared, brought back, and settled where two wrote at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dreiklang.foundation.comparing import compared, united
from dreiklang.foundation.drafts import key_of
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import to_html
from dreiklang.library.actions import writing
from dreiklang.library.forms.writing import NewSectionForm, SectionForm, SettleForm
from dreiklang.library.models import Article, Rival, Section, SectionVersion
from dreiklang.library.rules import may_write, works_on
from dreiklang.library.views.finding import find_draft, find_section, find_to_write
from dreiklang.library.workplaces import who_reads_draft

A_PAGE = 20


@never_cache
@login_required
def new_section(request, pk):
    found = find_to_write(request, pk)
    form = NewSectionForm(request.POST if request.method == "POST" else None, initial={"public_id": fresh_id()})
    if "vorschau" not in request.POST and form.is_valid():
        try:
            made = writing.add_section(found, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Abschnitt steht im Entwurf."))
            return redirect(f"{found.workroom}?gesendet=ja#{made.anchor}")
    return _writing(request, found, form, None)


@never_cache
@login_required
def edit_section(request, pk, section):
    """Its text in a field. What somebody else saved meanwhile is not written over: both versions stand side by side."""
    found = find_to_write(request, pk)
    one = find_section(found, section)
    initial = {"heading": one.heading, "source": one.source, "seen": one.number, "public_id": fresh_id()}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if "vorschau" not in request.POST and form.is_valid():
        try:
            saved = writing.save_section(one, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _after(request, found, one, saved)
    return _writing(request, found, form, one)


def _after(request, article: Article, section: Section, saved: SectionVersion | Rival):
    if isinstance(saved, Rival) and not saved.settled_at:
        return redirect(f"{saved.path}?gesendet=ja")
    messages.success(request, _("Gespeichert."))
    return redirect(f"{article.workroom}?gesendet=ja#{section.anchor}")


def _writing(request, article: Article, form, section: Section | None):
    """The form; where she asked without JavaScript, with its preview. That is no fault, so it says 200."""
    wants_preview = "vorschau" in request.POST
    preview = to_html(request.POST.get("source", "")[:20_000], top=3) if wants_preview else ""
    return render(request, "library/write_section.html", {
        "article": article, "section": section, "form": form, "preview": preview, "draft_key": key_of(request.user),
        "who_reads": who_reads_draft(article), "rivals": section.rivals.open() if section else (),
    }, status=422 if form.errors and not wants_preview else 200)  # fmt: skip


@login_required
@require_POST
def move_section(request, pk, section):
    """One place up or down among those that stand."""
    found = find_to_write(request, pk)
    one, order = find_section(found, section), list(found.sections.standing().values_list("pk", flat=True))
    step = {"hoch": -1, "runter": 1}.get(request.POST.get("platz"))
    if step is None:
        raise Http404
    if one.pk in order and 0 <= (place := order.index(one.pk)) + step < len(order):
        order.insert(place + step, order.pop(place))
        writing.arrange(found, order, by=request.user)
    return redirect(f"{found.workroom}#{one.anchor}")


@login_required
@require_POST
def take_out_section(request, pk, section):
    """Out of the draft, or back into it."""
    found = find_to_write(request, pk)
    one = find_section(found, section)
    if "zurueck" in request.POST:
        writing.bring_back(one, by=request.user)
        messages.success(request, _("Der Abschnitt steht wieder im Entwurf."))
        return redirect(f"{found.workroom}#{one.anchor}")
    writing.take_out(one, by=request.user)
    messages.success(request, _("Der Abschnitt ist herausgenommen. Er steht unten und lässt sich zurückholen."))
    return redirect(f"{found.workroom}#herausgenommen")


@login_required
def versions(request, pk, section):
    """What the section said before, each version beside another; and bringing one back, as a new version."""
    found = find_draft(request, pk)
    require(works_on(request.user, found))
    one = find_section(found, section)
    if request.method == "POST":
        return _bring_back(request, found, one)
    page = Paginator(one.versions.select_related("by"), A_PAGE).get_page(request.GET.get("seite"))
    chosen = _version(one, request.GET.get("fassung"))
    other = _version(one, request.GET.get("mit")) if chosen else None
    return render(request, "library/versions.html", {
        "article": found, "section": one, "page": page, "chosen": chosen, "other": other,
        "pieces": compared(*map(_as_text, (other, chosen))) if other else None,
        "html": to_html(chosen.source, top=3) if chosen else "", "may_write": may_write(request.user, found),
        "settled": one.rivals.exclude(settled_at=None).select_related("by"), "key": fresh_id(),
    })  # fmt: skip


def _bring_back(request, article: Article, section: Section):
    require(may_write(request.user, article))
    chosen, seen = _version(section, request.POST.get("fassung")), request.POST.get("seen", "")
    if chosen is None or not seen.isdecimal():
        raise Http404
    saved = writing.save_section(
        section, chosen.heading, chosen.source, by=request.user, seen=int(seen),
        note=_("wie Fassung %(n)s") % {"n": chosen.number},
    )  # fmt: skip
    return _after(request, article, section, saved)


def _version(section: Section, number: str | None) -> SectionVersion | None:
    if not number:
        return None
    if not number.isdecimal() or len(number) > 6:
        raise Http404
    return get_object_or_404(section.versions.select_related("by"), number=int(number))


def _as_text(version) -> str:
    return f"{version.heading}\n\n{version.source}" if version.heading else version.source


@never_cache
@login_required
def settle(request, pk, rival):
    """Both versions side by side, each compared with what both came from, until one person says what stands."""
    found = find_to_write(request, pk)
    rivals = Rival.objects.filter(section__article=found).select_related("section", "by")
    one = get_object_or_404(rivals, pk=rival)
    if one.settled_at:
        messages.info(request, _("Hier ist schon entschieden."))
        return redirect(f"{found.workroom}#{one.section.anchor}")
    both = _union(one)
    taken = {"neueste": one.section, "andere": one, "beide": both}.get(request.POST.get("nehmen"))
    if "nehmen" in request.POST and taken is None:
        messages.error(request, _("Beide zusammen geht nicht mehr: Inzwischen hat jemand denselben Absatz geändert."))
        return redirect(one.path)
    form = SettleForm(_said(request, taken), initial=_text(both or one.section) | {"seen": one.section.number})
    if "vorschau" not in request.POST and form.is_valid():
        typed = form.cleaned_data
        try:
            writing.settle(one, typed["heading"], typed["source"], by=request.user, seen=typed["seen"])
        except Refusal as refusal:
            form.refuse(refusal)
            one.section.refresh_from_db()
            form.has_seen(one.section.number)
        else:
            messages.success(request, _("Entschieden. Beide Fassungen stehen weiter unter „Fassungen“."))
            return redirect(f"{found.workroom}?gesendet=ja#{one.section.anchor}")
    return _side_by_side(request, found, one, form, both)


def _union(rival: Rival) -> dict | None:
    """Both changes in one text; None where both changed the same paragraph or the heading in two ways."""
    base, newest = rival.section.versions.filter(number=rival.base).first(), rival.section
    if base is None:
        return None
    source = united(base.source, newest.source, rival.source)
    headings = {newest.heading, rival.heading} - {base.heading}
    if source is None or len(headings) > 1 or source in (newest.source, rival.source):
        return None
    return {"heading": headings.pop() if headings else base.heading, "source": source}


def _text(of) -> dict:
    return of if isinstance(of, dict) else {"heading": of.heading, "source": of.source}


def _said(request, taken):
    """What was sent; one of the texts on the page by its button."""
    if request.method != "POST":
        return None
    return _text(taken) | {"seen": request.POST.get("seen", "")} if taken else request.POST


def _side_by_side(request, article: Article, rival: Rival, form, both: dict | None):
    section, base = rival.section, rival.section.versions.filter(number=rival.base).first()
    newest = section.versions.select_related("by").first()
    before = _as_text(base) if base else ""
    wants_preview = "vorschau" in request.POST
    return render(request, "library/settle.html", {
        "article": article, "section": section, "rival": rival, "newest": newest, "form": form, "both": both,
        "is_hers": rival.by_id == request.user.pk, "who_reads": who_reads_draft(article),
        "of_newest": compared(before, _as_text(newest)), "of_rival": compared(before, _as_text(rival)),
        "both_html": to_html(both["source"], top=3) if both else "",
        "others": section.rivals.open().exclude(pk=rival.pk), "draft_key": key_of(request.user),
        "preview": to_html(request.POST.get("source", "")[:20_000], top=3) if wants_preview else "",
    }, status=422 if form.errors and not wants_preview else 200)  # fmt: skip
