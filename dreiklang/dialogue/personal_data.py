from dreiklang.dialogue.models import Agreement, Asked, Follow, Helper, Mark, Mention, Moderator, Post, Useful, Voice
from dreiklang.dialogue.moderated import decisions_about
from dreiklang.moderation import sealed

HEADING = "Dialog"
_READERS, _AS_LONG = "wer den Raum liest", "so lange es das Thema gibt"
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
        (f"dialogue.Agreement.{name}", "dass sie den Hausregeln zugestimmt hat", _HER_OWN, _UNTIL)
        for name in ("id", "person", "version")
    ],
    *[
        (f"dialogue.Asked.{name}", "wer um eine Antwort gebeten wurde", _HER_OWN, _AS_LONG)
        for name in ("id", "thread", "person", "state", "on", "counts")
    ],
]


def export(person) -> dict:
    mine = Post.objects.select_related("thread__room")
    hers = mine.filter(author=person) | mine.filter(voice__in=_voices(person).values())
    asked = Asked.objects.filter(person=person).select_related("thread")
    follows = Follow.objects.filter(person=person).select_related("room", "thread", "field")
    return {
        "Meine Beiträge": [_post(post) for post in hers.order_by("at")],
        "Fragen, zu denen ich gefragt wurde": [
            {"Frage": row.thread.title, "am": row.on.isoformat(), "Stand": row.get_state_display()} for row in asked
        ],
        "Wovon ich höre": [
            {"wovon": str(follow.thread or follow.room or follow.field), "wie": str(follow.get_how_display())}
            for follow in follows
        ],
        "Räume, die ich betreue": [
            row.room.title for row in Moderator.objects.filter(person=person).select_related("room")
        ],
        "Entscheidungen über meine Beiträge": [
            {
                "Thema": post.removed_title or post.thread.title,
                "was": str(decision.get_what_display()),
                "Grund": decision.reason,
                "am": decision.at.isoformat(),
            }
            for decision, post in decisions_about(person)
        ],
        "Zugesagt, bei Anfeindung zu helfen": [
            helper.person.name for helper in Helper.objects.filter(person=person).select_related("person")
        ],
        "Den Hausregeln zugestimmt, Fassung": list(
            Agreement.objects.filter(person=person).values_list("version", flat=True)
        ),
        "Bis wohin ich gelesen habe": [
            {"Thema": mark.thread.title, "Beitrag": mark.number}
            for mark in Mark.objects.filter(person=person).select_related("thread")
        ],
        "Beiträge, die mir geholfen haben": Useful.objects.filter(person=person).count(),
        "Beiträge, in denen ich genannt bin": Mention.objects.filter(person=person).count(),
    }


def _post(post: Post) -> dict:
    return {
        "Raum": post.thread.room.title, "Thema": post.thread.title, "Art": str(post.thread.get_kind_display()),
        "unter": post.voice.line if post.voice_id else "meinem Namen", "am": post.at.isoformat(),
        "Stand": str(post.get_state_display()), "Text": post.source,
        "entfernt": post.placeholder if post.state == Post.REMOVED else None,
        "entfernt am": post.removed_at.isoformat() if post.removed_at else None, "Titel zuvor": post.removed_title,
        "von der Moderation entschieden": post.is_decided,
        "Anlagen": [attachment.name for attachment in post.attachments.all()],
        "frühere Fassungen": [version.source for version in post.versions.all()],
    }  # fmt: skip


def _voices(person) -> dict:
    return sealed.voices_of(person, Voice.objects.values_list("thread", flat=True).distinct())


def erase(person) -> None:
    """What she wrote stays for those who were helped by it, without her name; whose voices were hers nobody can say any
    more. What was only hers goes with the account."""
    sealed.forget(person, Voice.objects.values_list("thread", flat=True).distinct())
    for model in (Asked, Follow, Helper, Mark, Mention, Moderator, Useful, Agreement):
        model.objects.filter(person=person).delete()
    Post.objects.filter(author=person).update(author=None)
