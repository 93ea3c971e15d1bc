"""All chores on one screen: what runs, how often, and for how long a worker may hold it."""

from datetime import timedelta
from typing import NamedTuple


class Chore(NamedTuple):
    name: str
    does: str  # dotted path of a function without arguments that works in small bites
    every: timedelta
    lease: timedelta = timedelta(minutes=5)


# What every worker does beside its chores, as long as it runs: dotted paths of context managers.
SERVICES = ["dreiklang.letters.receiving.listening.listening"]

CHORES = [
    # A short lease: after a worker died, somebody waits for her sign-in code. Each letter is claimed for itself.
    Chore(
        "post letters",
        "dreiklang.letters.actions.posting.post_due",
        every=timedelta(seconds=2),
        lease=timedelta(minutes=1),
    ),  # fmt: skip
    Chore("fetch mails", "dreiklang.letters.receiving.fetching.fetch", every=timedelta(minutes=1)),
    Chore("feed the search", "dreiklang.index.feeding.feed", every=timedelta(seconds=2)),
    Chore("tidy the search", "dreiklang.index.feeding.tidy", every=timedelta(hours=12)),
    Chore("people as they released", "dreiklang.people.actions.releasing.keep_all_true", every=timedelta(hours=12)),
    Chore(
        "who read how many cards is forgotten",
        "dreiklang.people.actions.rationing.forget_past_days",
        every=timedelta(minutes=5),
    ),  # fmt: skip
    Chore("posts under a voice", "dreiklang.dialogue.actions.writing.show_due", every=timedelta(minutes=1)),
    Chore("questions that wait", "dreiklang.dialogue.actions.escalating.escalate", every=timedelta(minutes=10)),
    Chore("bundles of the dialogue", "dreiklang.dialogue.actions.telling.bundle_due", every=timedelta(minutes=5)),
    Chore(
        "letters of the dialogue that still hold",
        "dreiklang.dialogue.actions.telling.keep_letters_true",
        every=timedelta(minutes=1),
    ),  # fmt: skip
    Chore("call helpers", "dreiklang.dialogue.actions.crisis.call_helpers", every=timedelta(minutes=1)),
    Chore("moderation waits", "dreiklang.dialogue.actions.reminding.remind_moderators", every=timedelta(minutes=15)),
    Chore("files without a post", "dreiklang.dialogue.actions.attaching.sweep", every=timedelta(hours=12)),
    Chore("how theses stand", "dreiklang.debates.actions.convincing.tend", every=timedelta(hours=1)),
    Chore("how debates stand", "dreiklang.debates.actions.computing.publish_due", every=timedelta(minutes=1)),
    Chore("close forgotten halls", "dreiklang.debates.actions.halls.close_forgotten", every=timedelta(minutes=10)),
    Chore("polls that are over", "dreiklang.debates.actions.polls_ending.finish_due", every=timedelta(minutes=1)),
    Chore("pages that are due", "dreiklang.library.actions.tending.tend", every=timedelta(days=1)),
    Chore("drafts that nobody writes", "dreiklang.library.actions.fading.tell_before", every=timedelta(hours=12)),
    Chore("files without a page", "dreiklang.library.actions.fading.sweep", every=timedelta(hours=12)),
    Chore(
        "what was taken back leaves the drafts",
        "dreiklang.library.actions.growing.take_out_what_is_gone",
        every=timedelta(minutes=5),
    ),  # fmt: skip
    Chore("topic teams as they are", "dreiklang.exchange.actions.team_tending.tend", every=timedelta(minutes=10)),
    Chore("invite to dates of groups", "dreiklang.exchange.actions.meetings.invite_due", every=timedelta(hours=1)),
    Chore("letters of circulars", "dreiklang.exchange.actions.circulars.write_due", every=timedelta(seconds=10)),
    Chore("ask who was wanted", "dreiklang.exchange.actions.circles.ask_who_came", every=timedelta(minutes=5)),
    Chore("files without a group", "dreiklang.exchange.actions.files.sweep", every=timedelta(hours=12)),
    Chore("twenty minutes", "dreiklang.exchange.actions.pairing.pair_due", every=timedelta(hours=6)),
    Chore("free lapsed seats", "dreiklang.seats.actions.filling.fill_all", every=timedelta(minutes=1)),
    Chore("open and remind of evaluations", "dreiklang.training.actions.evaluating.tend", every=timedelta(minutes=5)),
    Chore("ask about practice projects", "dreiklang.training.actions.practising.ask_due", every=timedelta(hours=1)),
    Chore("warn early", "dreiklang.training.actions.warning.warn_all", every=timedelta(days=1)),
    Chore(
        "seats of a run say what it says",
        "dreiklang.training.actions.calling.keep_all_true",
        every=timedelta(hours=1),
    ),  # fmt: skip
    Chore("seat who was listed", "dreiklang.training.actions.importing.fill", every=timedelta(minutes=1)),
    Chore("choosing of lunch meetings", "dreiklang.exchange.actions.lunch_choosing.tend", every=timedelta(seconds=30)),
    Chore("dates of lunch meetings", "dreiklang.exchange.actions.lunch_dates.fill_all", every=timedelta(hours=6)),
    Chore("mornings of lunch meetings", "dreiklang.exchange.actions.lunch_dates.remind", every=timedelta(minutes=10)),
    Chore("end forgotten counsels", "dreiklang.exchange.actions.counsel.end_overdue", every=timedelta(minutes=5)),
    Chore("count whom Signals concern", "dreiklang.exchange.actions.signals.count_all", every=timedelta(hours=24)),
    Chore("forget what is past its time", "dreiklang.foundation.retention_chore.run", every=timedelta(hours=6)),
    Chore(
        "award what is earned",
        "dreiklang.training.actions.confirming.award_due",
        every=timedelta(hours=24),
        lease=timedelta(minutes=15),
    ),
    Chore("invite to renew", "dreiklang.training.actions.confirming.invite_to_renew", every=timedelta(hours=24)),
]
