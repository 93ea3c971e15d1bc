from django.template import engines
from jinja2 import ChoiceLoader, DictLoader

from dreiklang.foundation import calendars
from dreiklang.letters.models import Letter


def a_letter(to="ben@example.org", subject="Werkstatt", text="Guten Tag Ben,\n\nbis **bald**.\n", **fields) -> Letter:
    return Letter.objects.create(to=to, subject=subject, text=text, **fields)


def a_template(monkeypatch, text: str, name="letters/probe.txt") -> str:
    """A letter template that only this test knows."""
    letters = engines["letters"].env
    monkeypatch.setattr(letters, "loader", ChoiceLoader([DictLoader({name: text}), letters.loader]))
    return name


def an_invitation(method="REQUEST", to="ben@example.org", title="Werkstatt für Übersetzung") -> tuple[str, str]:
    entry = calendars.entry(
        uid="7", title=title, starts="2026-11-18T17:00:00+01:00", ends="2026-11-18T19:00:00+01:00", sequence=2,
        cancelled=method == "CANCEL",
    )  # fmt: skip
    return calendars.invitation(method, entry, to)
