from html import escape

from django.db.models import F, Q
from django.db.models.functions import Greatest

from dreiklang.dialogue.models import (
    Agreement,
    Asked,
    Follow,
    Helper,
    Mark,
    Mention,
    Moderator,
    NotAsked,
    Post,
    Thread,
    Useful,
    Voice,
    Waiting,
)
from dreiklang.dialogue.moderated import decisions_about
from dreiklang.dialogue.searchable import keep
from dreiklang.groups.readers import tokens_of
from dreiklang.moderation import sealed

HEADING = "Dialog"
GONE = "Ehemaliges Mitglied"
_READERS, _AS_LONG = "wer den Raum liest", "so lange es das Thema gibt; wie lange, sagt der Raum"
_WROTE, _HER_OWN = "Beitrag unter eigenem Namen oder einer Merkmalszeile", "sie selbst"
_FOLLOWS, _UNTIL = "wie sie von Neuem erfährt", "bis sie es ändert oder ihr Konto löscht"
_LINE = "Merkmalszeile, auf mindestens fünf Lesende passend"
COLUMNS = [
    ("dialogue.Moderator.id", "Zuordnung", "niemand", _UNTIL),
    ("dialogue.Moderator.room", "wer einen Raum betreut", _READERS, _UNTIL),
    ("dialogue.Moderator.person", "wer einen Raum betreut", _READERS, _UNTIL),
    *[
        (f"dialogue.Post.{name}", _WROTE, _READERS, _AS_LONG)
        for name in (
            "id",
            "thread",
            "number",
            "author",
            "voice",
            "source",
            "html",
            "at",
            "edited_at",
            "speaks",
            "useful",
        )
    ],
    ("dialogue.Post.state", "ob der Beitrag zu lesen ist", f"{_HER_OWN}, wer den Raum betreut", _AS_LONG),
    *[
        (f"dialogue.Post.{name}", "warum ein Beitrag entfernt ist", f"{_HER_OWN}, wer den Raum betreut", _AS_LONG)
        for name in ("removed_as", "is_decided")
    ],
    ("dialogue.Post.removed_at", "Frist für den Text eines entfernten Beitrags", "niemand", _AS_LONG),
    ("dialogue.Post.removed_title", "Titel eines entfernten Themas, für einen Einspruch", _HER_OWN, "90 Tage"),
    ("dialogue.Helper.id", "Zuordnung", "niemand", _UNTIL),
    ("dialogue.Helper.person", "wer zugesagt hat, bei Anfeindung zu helfen", _HER_OWN, _UNTIL),
    ("dialogue.Post.checked_by", "wer eine Antwort geprüft hat, mit Namen", _READERS, _AS_LONG),
    ("dialogue.Post.checked_on", "wann eine Antwort geprüft wurde", _READERS, _AS_LONG),
    *[
        (f"dialogue.PostVersion.{name}", "frühere Fassung eines Beitrags", _READERS, _AS_LONG)
        for name in ("id", "post", "number", "source", "html", "until")
    ],
    *[
        (f"dialogue.Attachment.{name}", "Anlage eines Beitrags", _READERS, _AS_LONG)
        for name in ("id", "post", "file", "name", "alt", "is_picture", "weight")
    ],
    *[(f"dialogue.Voice.{name}", _LINE, _READERS, _AS_LONG) for name in ("id", "thread", "name", "line")],
    *[
        (f"dialogue.Mention.{name}", "wer in einem Beitrag genannt ist", _READERS, _AS_LONG)
        for name in ("id", "post", "person")
    ],
    *[
        (f"dialogue.Useful.{name}", "dass ein Beitrag geholfen hat; gezeigt wird nur die Zahl", "niemand", _AS_LONG)
        for name in ("id", "post", "person")
    ],
    ("dialogue.Thread.summary_by", "wer die Zusammenfassung geschrieben hat", _READERS, _AS_LONG),
    ("dialogue.Thread.accepted", "welche Antwort geholfen hat", _READERS, _AS_LONG),
    *[
        (f"dialogue.Follow.{name}", _FOLLOWS, _HER_OWN, _UNTIL)
        for name in ("id", "person", "room", "thread", "field", "how")
    ],
    *[
        (f"dialogue.Mark.{name}", "bis wohin sie ein Thema gelesen hat, ohne Zeitangabe", _HER_OWN, _AS_LONG)
        for name in ("id", "person", "thread", "number")
    ],
    *[
        (f"dialogue.Waiting.{name}", "wovon sie noch einen Brief bekommt", _HER_OWN, "bis der Brief hinausgeht")
        for name in ("id", "person", "post", "letter", "is_weekly")
    ],
    ("dialogue.NotAsked.person", "dass sie nicht gefragt werden möchte", _HER_OWN, _UNTIL),
    *[
        (f"dialogue.Agreement.{name}", "dass sie den Hausregeln zugestimmt hat", _HER_OWN, _UNTIL)
        for name in ("id", "person", "version")
    ],
    *[
        (f"dialogue.Asked.{name}", "wer um eine Antwort gebeten wurde", _HER_OWN, "365 Tage nach der Bitte")
        for name in ("id", "thread", "person", "state", "on", "counts")
    ],
]


def export(person) -> dict:
    """Her own words wherever they stand, also under a voice and in rooms that nothing leaves; of what others wrote only
    where it was."""
    voices = list(_voices(person).values())
    posts = Post.objects.select_related("thread__room", "voice").prefetch_related("attachments", "versions")
    threads = Thread.objects.select_related("room").order_by("pk")
    about_her = {"post__thread__readers__in": tokens_of(person), "person": person}
    return {
        "Meine Beiträge": [
            _post(post) for post in posts.filter(Q(author=person) | Q(voice__in=voices)).order_by("at", "pk")
        ],
        "Meine Zusammenfassungen": [
            {**_where(thread), "am": _iso(thread.summary_on), "Text": thread.summary_source}
            for thread in threads.filter(summary_by=person)
        ],
        "Beiträge, die ich geprüft habe": [
            {**_where(post.thread), "am": _iso(post.checked_on)} for post in _checked_by(person, posts)
        ],
        "Fragen, zu denen ich gefragt wurde": [
            {
                **_where(asked.thread), "am": asked.on.isoformat(), "Stand": str(asked.get_state_display()),
                "zählt als Bitte": asked.counts,
            }
            for asked in Asked.objects.filter(person=person).select_related("thread__room").order_by("pk")
        ],
        "Entscheidungen über meine Beiträge": [
            {
                "Thema": post.removed_title or post.thread.title, "was": str(decision.get_what_display()),
                "Grund": decision.reason, "am": decision.at.isoformat(),
            }
            for decision, post in decisions_about(person)
        ],
        "Zugesagt, bei Anfeindung zu helfen": [
            helper.person.name for helper in Helper.objects.filter(person=person).select_related("person")
        ],
        "Nicht gefragt werden": NotAsked.objects.filter(person=person).exists(),
        "Wovon ich noch einen Brief bekomme": [
            {"Thema": row.post.thread.title, "Beitrag": row.post.number, "mit der Woche": row.is_weekly}
            for row in Waiting.objects.filter(person=person).select_related("post__thread")
        ],
        "Wovon ich höre": [
            {"wovon": str(follow.thread or follow.room or follow.field), "wie": str(follow.get_how_display())}
            for follow in Follow.objects.filter(person=person).select_related("room", "thread", "field").order_by("pk")
        ],
        "Räume, die ich betreue": [
            row.room.title for row in Moderator.objects.filter(person=person).select_related("room").order_by("pk")
        ],
        "Den Hausregeln zugestimmt, Fassung": list(
            Agreement.objects.filter(person=person).values_list("version", flat=True)
        ),
        "Bis wohin ich gelesen habe": [
            {**_where(mark.thread), "Beitrag": mark.number}
            for mark in Mark.objects.filter(person=person).select_related("thread__room").order_by("pk")
        ],
        "Beiträge, die mir geholfen haben": [
            _where(vote.post.thread)
            for vote in Useful.objects.filter(**about_her).select_related("post__thread__room").order_by("pk")
        ],
        "Beiträge, in denen ich genannt bin": [
            _where(mention.post.thread)
            for mention in Mention.objects.filter(**about_her).select_related("post__thread__room").order_by("pk")
        ],
    }  # fmt: skip


def _post(post: Post) -> dict:
    return {
        **_where(post.thread), "Art": str(post.thread.get_kind_display()), "Nummer": post.number,
        "unter": post.voice.line if post.voice_id else "meinem Namen",
        "als Stimme": post.voice.name if post.voice_id else None,
        "am": post.at.isoformat(), "geändert": _iso(post.edited_at), "Stand": str(post.get_state_display()),
        "gesprochen": str(post.get_speaks_display()), "geprüft von": post.checked_by,
        "geprüft am": _iso(post.checked_on), "hat geholfen": post.useful,
        "als hilfreich angenommen": post.thread.accepted_id == post.pk, "Text": post.source,
        "entfernt": post.placeholder if post.state == Post.REMOVED else None,
        "entfernt am": _iso(post.removed_at), "Titel zuvor": post.removed_title,
        "von der Moderation entschieden": post.is_decided,
        "Anlagen": [
            {"Name": file.name, "zu sehen": file.alt, "Bild": file.is_picture, "Bytes": file.weight, "unter": file.path}
            for file in post.attachments.all()
        ],
        "frühere Fassungen": [
            {"Fassung": version.number, "bis": version.until.isoformat(), "Text": version.source}
            for version in post.versions.all()
        ],
    }  # fmt: skip


def _where(thread: Thread) -> dict:
    return {"Raum": thread.room.title, "Thema": thread.title}


def _iso(at) -> str | None:
    return at.isoformat() if at else None


def _checked_by(person, posts):
    """Only the name stands there, so also what a namesake checked; none of it from rooms that she does not read."""
    return posts.filter(checked_by=person.name, thread__readers__in=tokens_of(person)).order_by("checked_on", "pk")


def _voices(person) -> dict:
    return sealed.voices_of(person, _places())


def _places():
    return Voice.objects.values_list("thread", flat=True).distinct()


def erase(person) -> None:
    """What she wrote stays for those who were helped by it, without her name; whose voices were hers nobody can say any
    more, nor can she be told under them. What was only hers goes with the account."""
    sealed.forget(person, _places())
    _take_out_mentions(person)
    helped_by = list(Post.objects.filter(votes__person=person).values_list("pk", flat=True))
    Post.objects.filter(pk__in=helped_by).update(useful=Greatest(F("useful") - 1, 0))
    for model in (Asked, NotAsked, Follow, Helper, Mark, Mention, Moderator, Useful, Waiting, Agreement):
        model.objects.filter(person=person).delete()
    Post.objects.filter(author=person).update(author=None)
    Post.objects.filter(checked_by=person.name).update(checked_by=GONE)
    Thread.objects.filter(summary_by=person).update(summary_by=None)


def _take_out_mentions(person) -> None:
    """What others wrote stays; that it called her by her name does not."""
    posts = Post.objects.filter(mentions__person=person).select_related("thread__room", "thread__field")
    for post in posts.prefetch_related("versions"):
        for text in (post, *post.versions.all()):
            text.source = text.source.replace(f"@{person.name}", f"@{GONE}")
            text.html = text.html.replace(f"@{escape(person.name, quote=False)}", f"@{GONE}")
            text.save(update_fields=["source", "html"])
        keep(post.thread, post.number)
