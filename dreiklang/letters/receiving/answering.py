"""An answer as a mail program would send it: for the demo, in which nobody has one."""

from email.message import EmailMessage
from email.utils import localtime, make_msgid

from dreiklang.foundation.text import to_plain
from dreiklang.letters.models import Letter


def answer_to(letter: Letter, text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = letter.to, letter.reply_to, f"AW: {letter.subject}"
    message["Date"], message["Message-ID"] = localtime(), make_msgid(domain="demo.example")
    quoted = "\n".join(f"> {line}" for line in to_plain(letter.text).splitlines())
    message.set_content(f"{text}\n\nAm {localtime():%d.%m.%Y um %H:%M} schrieb Dreiklang:\n{quoted}\n")
    return message.as_bytes()
