from email.message import EmailMessage
from pathlib import Path

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


MAILS = Path(__file__).with_name("mails")
PROGRAMS = sorted(path.stem for path in MAILS.glob("*.eml"))


def a_mail_of(program: str, *, to: str, sender: str = "ben@example.org", number: str = "1") -> bytes:
    """An answer as this mail program writes it: one of `PROGRAMS`."""
    raw = (MAILS / f"{program}.eml").read_bytes()
    for name, value in (("from", sender), ("to", to), ("id", number)):
        raw = raw.replace(f"%({name})s".encode(), value.encode())
    return raw


def a_mail(text: str = "Mit einer Pauschale.", *, to: str, sender: str = "ben@example.org", number: str = "1",
           files: tuple = (), **headers) -> bytes:  # fmt: skip
    """An answer of which only the words matter. `files` are names of attachments; `headers` with _ for -."""
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = sender, to, f"<{number}@musterstadt.example>"
    message["Subject"] = headers.pop("Subject", "AW: Sprachmittlung")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name in files:
        message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()
