"""Traces of what a group does together."""

from datetime import timedelta

from django.utils import timezone

from dreiklang.exchange.models import DateAnswer, DateOption, DatePoll, Reply, SharedFile, Task
from dreiklang.foundation.privacy import Rule

TASK_DAYS = 180
_GROUP, _TASK = "die Gruppe", f"{TASK_DAYS} Tage nachdem sie erledigt ist"
_ANSWER = f"{DatePoll.ANSWERS_DAYS} Tage nachdem der Termin steht oder der letzte Vorschlag vorbei ist"
_REPLY, _REPLIES = f"{Reply.REPLY_DAYS} Tag nach dem Treffen", "sie selbst, wer für die Gruppe spricht"
COLUMNS = [
    *[(f"exchange.Task.{name}", "Aufgaben einer Gruppe, wer sie übernommen hat", _GROUP, _TASK)
      for name in ("group", "text", "who", "due", "done_on", "noted_in")],
    ("exchange.Task.id", "Zuordnung", "niemand", _TASK),
    *[(f"exchange.DateAnswer.{name}", "Wann jemand zu einem Treffen kommen kann", _GROUP, _ANSWER)
      for name in ("option", "person", "answer")],
    ("exchange.DateAnswer.id", "Zuordnung", "niemand", _ANSWER),
    *[(f"exchange.Reply.{name}", "Zusage oder Absage zu einem Treffen", _REPLIES, _REPLY)
      for name in ("meeting", "person", "comes")],
    ("exchange.Reply.id", "Zuordnung", "niemand", _REPLY),
    ("exchange.SharedFile.brought_by", "wer eine Datei der Gruppe wegnehmen darf", "niemand", "so lange es sie gibt"),
]  # fmt: skip


def _done_long_ago(now):
    return Task.objects.filter(done_on__lte=timezone.localdate(now) - timedelta(days=TASK_DAYS))


def _settled_long_ago(now):
    before = timezone.localdate(now) - timedelta(days=DatePoll.ANSWERS_DAYS)
    return DateAnswer.objects.filter(option__poll__settled_on__lte=before)


def _never_settled(now):
    """Every proposed date has passed that long."""
    ahead = DateOption.objects.filter(starts__gt=now - timedelta(days=DatePoll.ANSWERS_DAYS)).values("poll")
    return DateAnswer.objects.filter(option__poll__settled_on=None).exclude(option__poll__in=ahead)


def _met(now):
    return Reply.objects.filter(meeting__event__ends__lte=now - timedelta(days=Reply.REPLY_DAYS))


def _delete(due) -> int:
    return due.delete()[0]


RULES = [
    Rule("Erledigte Aufgaben von Gruppen", TASK_DAYS, _done_long_ago, _delete),
    Rule("Antworten in Umfragen zu Terminen", DatePoll.ANSWERS_DAYS, _settled_long_ago, _delete),
    Rule("Antworten in Umfragen ohne Termin", DatePoll.ANSWERS_DAYS, _never_settled, _delete),
    Rule("Zusagen und Absagen zu Treffen", Reply.REPLY_DAYS, _met, _delete),
]


def export(person) -> dict:
    tasks = Task.objects.filter(who=person).select_related("group", "noted_in", "who")
    answers = DateAnswer.objects.filter(person=person).select_related("option__poll__group", "person")
    replies = Reply.objects.filter(person=person).select_related("meeting__event", "meeting__group", "person")
    return {
        "Meine Aufgaben in Gruppen": [
            {
                "Gruppe": task.group.name, "Aufgabe": task.text, "wer": task.who.name,
                "bis": task.due.isoformat() if task.due else "",
                "erledigt": task.done_on.isoformat() if task.done_on else "",
                "aus dem Protokoll": task.noted_in.title if task.noted_in else "",
            }
            for task in tasks
        ],
        "Wann ich zu einem Treffen kann": [
            {"Gruppe": each.option.poll.group.name, "Umfrage": each.option.poll.title, "wer": each.person.name,
             "Vorschlag": each.option.starts.isoformat(), "Antwort": each.get_answer_display()}
            for each in answers
        ],
        "Meine Zusagen und Absagen": [
            {"Gruppe": each.meeting.group.name, "Termin": each.meeting.event.title, "wer": each.person.name,
             "kommt": each.comes}
            for each in replies
        ],
        "Dateien, die ich in eine Gruppe gebracht habe": [
            {"Gruppe": each.group.name, "Titel": each.title, "von": each.brought_by.name}
            for each in SharedFile.objects.filter(brought_by=person).select_related("group", "brought_by")
        ],
    }  # fmt: skip


def erase(person) -> None:
    """What the group has to do and what she gave it stays, without her name."""
    Task.objects.filter(who=person).update(who=None)
    SharedFile.objects.filter(brought_by=person).update(brought_by=None)
    DateAnswer.objects.filter(person=person).delete()
    Reply.objects.filter(person=person).delete()
