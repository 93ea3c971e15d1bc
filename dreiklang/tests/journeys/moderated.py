"""What moderation, the crisis board and blocking look like when there is something to see; the demo has none of it."""

from django.urls import reverse

from dreiklang.dialogue.actions import crisis, writing
from dreiklang.dialogue.actions.moderating import target_of
from dreiklang.dialogue.models import Post
from dreiklang.dialogue.tests.makers import a_moderator, a_room, a_thread
from dreiklang.foundation.secret_links import seal
from dreiklang.moderation import things
from dreiklang.moderation.actions import deciding, reporting
from dreiklang.people.actions import blocking
from dreiklang.people.models import Person, Release

SHEETS = ("hilfe-bei-anfeindung", "vorlage-erste-zwei-stunden", "vorlage-haltung", "vorlage-anruferliste",
          "vorlage-beweise")  # fmt: skip


def paths() -> dict[str, list[str]]:
    ada, ben, cem = (Person.objects.get(email=f"{name}@example.org") for name in ("ada", "ben", "cem"))
    room = a_room("Mit Freigabe", needs_approval=True)
    a_moderator(room, ada)
    waiting = a_thread(room, ben, title="Darf das Amt Fotos zeigen?").posts.get()
    voice = a_thread(room, ben, title="Ohne Namen", line="Integrationsbeauftragte").posts.get()
    writing.show(voice)
    thread = a_thread(a_room("Gemeldet"), ben)
    open_case = _reported(thread.posts.get(), cem)
    removed = a_thread(a_room("Entschieden"), ben, title="Werbung").posts.get()
    decision = deciding.decide(
        _reported(removed, cem), what="remove", because="advert", reason="Werbung gehört nicht hierher.", by=cem
    )
    deciding.object_to(decision, words="Das war eine Frage.", person=ben)
    crisis.agree(cem)
    called = crisis.open_crisis(title="Drohmail", source="Was zuerst?", by=ben).thread
    blocking.block(ben, ada)
    card = Release.objects.get(person=ben)
    return {
        "": [f"/{slug}/" for slug in SHEETS] + [
            f"/dialog/einspruch/{seal(decision.pk, deciding.PURPOSE)}/", blocking.link_for(ben, cem),
        ],
        "ben": [
            "/", "/dialog/", "/dialog/krise/", "/dialog/krise/helfen/", called.path, "/dialog/entscheidungen/",
            f"/dialog/entscheidungen/{decision.pk}/", removed.thread.path, f"{thread.path}1/ruecknahme/",
            "/konto/sperren/", "/dialog/moderation/",
        ],
        "cem": [f"{thread.path}1/meldung/", f"{card.path}sperre/", thread.path, called.path],
        "ada": [
            "/dialog/moderation/", open_case.path, decision.case.path, reverse("waiting_post", args=[waiting.pk]),
            reverse("reveal", args=[voice.voice_id]),
        ],
    }  # fmt: skip


def _reported(post: Post, by):
    target = target_of(post)
    return reporting.report(things.find([target])[target], kind="hostility", words="Bitte ansehen.", by=by).case
