from django.template.loader import render_to_string
from django.utils import timezone, translation

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import to_plain
from dreiklang.letters.models import Letter
from dreiklang.letters.quiet_hours import next_working_moment


def write(
    to: str, template: str, context: dict, *, recipient="", language: str = "de",
    calendar: tuple[str, str] | None = None, quietly: bool = False, public_id=None,
    reply_to: str = "",
) -> Letter:  # fmt: skip
    """Put a letter into the outbox, in the caller's transaction.

    `template` is a text whose first line is the subject. `calendar` is (method, iCalendar text). `quietly` holds the
    letter back outside working hours: for what nobody is waiting for. `public_id` is given by callers that look whether
    the letter is there before they write it again. `reply_to` is an address at which an answer by mail is taken; the
    template finds it too.
    """
    with translation.override(language):
        subject, _, text = render_to_string(template, {**context, "reply_to": reply_to}, using="letters").partition(
            "\n"
        )
    now = timezone.now()
    method, entry = calendar or ("", "")
    return Letter.objects.create(
        pk=public_id or fresh_id(), to=to, recipient=str(recipient), language=language, reply_to=reply_to,
        subject=" ".join(to_plain(subject).split())[:200], text=text.strip() + "\n",
        calendar=entry, calendar_method=method, written_at=now,
        not_before=next_working_moment(now) if quietly else now,
    )  # fmt: skip
