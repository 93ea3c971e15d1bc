"""What the MittagsMeeting keeps of a person, and for how long. That she was there it keeps nowhere."""

from datetime import timedelta
from functools import partial

from django.db.models import Q
from django.utils import timezone

from dreiklang.exchange.actions.lunch_choosing import forget, forget_points_of
from dreiklang.exchange.models import (
    LunchCare,
    LunchFollow,
    LunchKnower,
    LunchMeeting,
    LunchPoints,
    LunchQuestion,
    LunchSalt,
)
from dreiklang.exchange.models.lunch_questions import KEPT_DAYS
from dreiklang.foundation.privacy import Rule

HOST_DAYS = 14
_MEMBERS, _HERSELF, _NOBODY = "Mitglieder", "sie selbst", "niemand"
_BROUGHT, _UNTIL_DONE = (
    "Frage für das MittagsMeeting, mit oder ohne Namen",
    f"{KEPT_DAYS} Tage, oder bis sie geklärt ist",
)
_LETTERS, _UNTIL = "welche Briefe zum MittagsMeeting sie möchte", "bis sie es ändert oder ihr Konto löscht"
_KNOWS, _CHOOSES = "dass sie zu einem Ergebnis mehr weiß, mit ihrer Karte", "Punkte in der laufenden Auswahl"
_AN_HOUR = "bis die Auswahl endet, höchstens eine Stunde"
_CARED = f"bis sie es abgibt, höchstens {LunchCare.KEPT_DAYS} Tage nach dem verabredeten Tag"
COLUMNS = [
    ("exchange.LunchMeeting.host", "wer ein MittagsMeeting leitet", _MEMBERS, f"{HOST_DAYS} Tage danach"),
    ("exchange.LunchItem.question", "aus welcher Frage ein Ergebnis wurde", _MEMBERS, "bis zur Freigabe"),
    ("exchange.LunchItem.answer", "welche Antwort im Dialog daraus wurde", _MEMBERS, "so lange es den Beitrag gibt"),
    ("exchange.LunchQuestion.id", "Zuordnung", _NOBODY, _UNTIL_DONE),
    ("exchange.LunchQuestion.text", _BROUGHT, _MEMBERS, _UNTIL_DONE),
    ("exchange.LunchQuestion.author", "wessen Frage es ist; ohne Namen leer", _MEMBERS, _UNTIL_DONE),
    ("exchange.LunchQuestion.dropped_on", "Frist der Frage, nur der Tag", _MEMBERS, _UNTIL_DONE),
    *[(f"exchange.LunchFollow.{name}", _LETTERS, _HERSELF, _UNTIL) for name in ("id", "person", "morning", "lines")],
    *[(f"exchange.LunchKnower.{name}", _KNOWS, _MEMBERS, _UNTIL) for name in ("id", "item", "person")],
    *[(f"exchange.LunchCare.{name}", "was sie seit einem MittagsMeeting übernommen hat", _HERSELF, _CARED)
      for name in ("id", "item", "person")],
    ("exchange.LunchPoints.id", "Zuordnung", _NOBODY, _AN_HOUR),
    ("exchange.LunchPoints.item", _CHOOSES, _HERSELF, _AN_HOUR),
    ("exchange.LunchPoints.mark", "Zeichen, das ohne Zufallszahl und Schlüssel zu niemandem führt", _NOBODY, _AN_HOUR),
    ("exchange.LunchPoints.number", _CHOOSES, _HERSELF, _AN_HOUR),
]  # fmt: skip


def points_of(person) -> Q:
    """Her rows while a choosing is on; afterwards there are none."""
    return Q(mark__in=[salt.mark_of(person) for salt in LunchSalt.objects.all()])


def export(person) -> dict:
    questions = LunchQuestion.objects.filter(author=person).order_by("dropped_on", "pk")
    knows = LunchKnower.objects.filter(person=person).select_related("item__meeting__event", "item__question")
    follow = LunchFollow.objects.filter(person=person).first()
    hosts = LunchMeeting.objects.filter(host=person).select_related("event").order_by("event__starts")
    given = LunchPoints.objects.filter(points_of(person)).select_related("item__question").order_by("pk")
    return {
        "Meine Fragen für das MittagsMeeting": [
            {"Frage": one.text, "am": one.dropped_on.isoformat(), "unter": one.author.name}
            for one in questions.select_related("author")
        ],
        "Briefe zum MittagsMeeting": (
            {"für": person.name, "am Morgen": follow.morning, "danach": follow.lines} if follow else "keine"
        ),
        "Wozu ich mehr weiß": [
            {"MittagsMeeting": one.item.meeting.event.when, "Ergebnis": one.item.title, "Karte von": person.name}
            for one in knows.order_by("pk")
        ],
        "Was ich seit einem MittagsMeeting übernommen habe": [
            {"MittagsMeeting": one.item.meeting.event.when, "Frage": one.item.title, "verabredet": one.text,
             "bis": one.due.isoformat() if one.due else "", "wer": person.name, "erledigt": one.item.is_agreed_done}
            for one in LunchCare.objects.filter(person=person).select_related(
                "item__meeting__event", "item__question").in_order()
        ],
        "MittagsMeetings, die ich leite": [f"{one.event.when}: {person.name}" for one in hosts],
        "Meine Punkte in der laufenden Auswahl": [
            {"Frage": one.item.title, "Punkte": one.number} for one in given
        ],
    }  # fmt: skip


def erase(person) -> None:
    """Her questions and letters go; results never had her name."""
    forget_points_of(person)
    forget(LunchQuestion.objects.filter(author=person))
    LunchFollow.objects.filter(person=person).delete()
    LunchKnower.objects.filter(person=person).delete()
    LunchCare.objects.filter(person=person).delete()
    LunchMeeting.objects.filter(host=person).update(host=None)


def _unchosen(now):
    """Not while one chooses among them."""
    chosen = LunchMeeting.objects.filter(stage=LunchMeeting.CHOOSING, items__question__isnull=False)
    return LunchQuestion.objects.stale(timezone.localdate(now)).exclude(pk__in=chosen.values("items__question"))


def _hosted(now):
    return LunchMeeting.objects.exclude(host=None).filter(event__ends__lte=now - timedelta(days=HOST_DAYS))


def _left_over(now):
    """Points of a choosing that is over: there should be none."""
    return LunchPoints.objects.filter(item__meeting__event__ends__lte=now)


def _cared(now):
    return LunchCare.objects.filter(item__agreed_until__lte=timezone.localdate(now) - timedelta(LunchCare.KEPT_DAYS))


RULES = [
    Rule("Fragen für das MittagsMeeting", KEPT_DAYS, _unchosen, partial(forget, keeps_words=True)),
    Rule("Wer ein MittagsMeeting leitet", HOST_DAYS, _hosted, lambda due: due.update(host=None)),
    Rule("Wer etwas aus einem MittagsMeeting übernahm", LunchCare.KEPT_DAYS, _cared, lambda due: due.delete()[0]),
    Rule("Punkte einer Auswahl, die vorbei ist", None, _left_over, lambda due: due.delete()[0]),
]
