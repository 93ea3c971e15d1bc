"""The page of a municipality, with who works there. It outlives whoever holds its office."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dreiklang.exchange.looking import lines_at
from dreiklang.library import listing
from dreiklang.library.models import Article
from dreiklang.people.actions import rationing
from dreiklang.people.models import Level, Office, Release
from dreiklang.people.rules import is_member
from dreiklang.places.views import described

MOST = 6  # pages of the PraxisPortal


@require_safe
def municipality(request, key):
    """What the register says, whom one asks there, and what came from there."""
    page = described(request, key)
    found = page["municipality"]
    faces = _for_all(found)
    lines, is_enough = [], False
    if is_member(request.user):
        lines = [
            line for line in lines_at(request.user, found) if line.person not in {face.person.pk for face in faces}
        ]
        is_enough = bool(lines) and not rationing.spend(request.user, rationing.LISTS)
    articles = Article.objects.visible_to(request.user).in_force().filter(municipality=found)
    answer = render(request, "exchange/municipality.html", {
        **page, "faces": faces, "colleagues": [] if is_enough else lines, "is_enough": is_enough,
        "vacancies": _vacancies(found),
        "articles": listing.lines_of(articles.order_by("-as_of", "-id")[:MOST]), "looks": listing.Looks(),
    })  # fmt: skip
    if faces:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _for_all(municipality) -> list:
    """As those who are not signed in see them; whoever left her office is no contact of it."""
    there = Release.objects.public().filter(person__tenures__office__municipality=municipality).distinct()
    faces = [card.face(Level.PUBLIC) for card in there.with_cards().order_by("person__name")]
    return [face for face in faces if face.municipality == municipality]


def _vacancies(municipality) -> list[tuple[Office, object]]:
    """(office, its last day held or None) of those that nobody holds. Of an office that is held nothing is said here
    that its holder does not say herself."""
    offices = Office.objects.filter(municipality=municipality).prefetch_related("tenures").order_by("title", "pk")
    today, found = timezone.localdate(), []
    for office in offices:
        tenures = list(office.tenures.all())
        if any(tenure.is_current or tenure.held_from > today for tenure in tenures):
            continue
        found.append((office, max((tenure.held_to for tenure in tenures), default=None)))
    return found
