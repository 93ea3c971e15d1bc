from dreiklang.index.actions import remove
from dreiklang.letters.models import Letter
from dreiklang.letters.personal_data import as_exported
from dreiklang.people.models import AccessRequest, Block, Invitation, Person, Release
from dreiklang.people.searchable import PERSON

HEADING = "Konto, Stelle und Einladungen"
_SELF, _ACCOUNT = "sie selbst, Team", "bis zur Löschung des Kontos"
_RELEASED = "sie selbst, Team; von ihr freigegeben auch Mitglieder des Netzwerks"
_MEMBERS, _TILL = "Mitglieder des Netzwerks", "bis zum Widerruf"
_AS_SHE_SAYS = "wer es liest, entscheidet sie: sie selbst, Mitglieder des Netzwerks oder alle"
_OFFICE, _STAYS = "Stelle der Kommune", "bleibt mit der Stelle, ohne Namen"
_INVITED, _ENDED = "Einladung", "30 Tage nach ihrem Ende"
_ASKED, _DECIDED = "Bitte um Zugang", "30 Tage nach der Entscheidung, ohne Entscheidung 180 Tage"
COLUMNS = [
    ("people.Person.id", "Zuordnung, zufällig", "niemand", _ACCOUNT),
    ("people.Person.email", "Anmeldung und Post", _SELF, _ACCOUNT),
    ("people.Person.name", "Anrede", _RELEASED, _ACCOUNT),
    ("people.Person.password", "Anmeldung, nur als Argon2-Prüfwert", "niemand", _ACCOUNT),
    ("people.Person.function", "Profil", _RELEASED, _ACCOUNT),
    ("people.Person.language", "Sprache der Briefe", "sie selbst", _ACCOUNT),
    ("people.Person.fields_of_action", "Profil", _RELEASED, _ACCOUNT),
    ("people.Person.is_member", "ob das Konto zum Netzwerk gehört", _SELF, _ACCOUNT),
    ("people.Person.is_team", "Rolle", _SELF, _ACCOUNT),
    ("people.Person.is_operator", "Rolle", _SELF, _ACCOUNT),
    ("people.Person.is_active", "Sperre des Kontos", _SELF, _ACCOUNT),
    ("people.Person.is_demo", "Kennzeichen der Demo", "alle", _ACCOUNT),
    ("people.Release.id", "Adresse der Karte, zufällig", _MEMBERS, _TILL),
    ("people.Release.person", "Auffindbar sein", _MEMBERS, _TILL),
    *[
        (f"people.Release.shows_{name}", "Auffindbar sein: wer das liest", "sie selbst", _TILL)
        for name in Release.LEVELS
    ],
    ("people.Release.offer", "Auffindbar sein: „Ich kann helfen bei …“", _AS_SHE_SAYS, _TILL),
    ("people.Release.seeks", "Auffindbar sein: „Ich suche …“", _AS_SHE_SAYS, _TILL),
    ("people.Release.phone", "Auffindbar sein: dienstliche Nummer", _AS_SHE_SAYS, _TILL),
    ("people.Release.link", "Auffindbar sein: ein Link", _AS_SHE_SAYS, _TILL),
    ("people.Release.photo", "Auffindbar sein: Foto", _AS_SHE_SAYS, _TILL),
    ("people.Release.allows_vcard", "ob andere die Karte ins Adressbuch übernehmen", _MEMBERS, _TILL),
    ("people.Block.id", "Zuordnung", "niemand", _ACCOUNT),
    ("people.Block.person", "von wem sie keine Nachrichten annimmt", "nur sie selbst", _ACCOUNT),
    ("people.Block.whom", "von wem sie keine Nachrichten annimmt", "nur sie selbst", _ACCOUNT),
    ("people.Tenure.id", "Zuordnung", "niemand", _ACCOUNT),
    ("people.Tenure.person", "wer eine Stelle innehat", _SELF, _ACCOUNT),
    ("people.Tenure.office", "wer eine Stelle innehat", _SELF, _ACCOUNT),
    ("people.Tenure.held_from", "Beginn im Amt", _SELF, _ACCOUNT),
    ("people.Tenure.held_to", "Ende im Amt", _SELF, _ACCOUNT),
    ("people.Tenure.confirmed_on", "dass das Team die Stelle geprüft hat", _RELEASED, _ACCOUNT),
    ("people.Office.id", "Zuordnung, zufällig", "niemand", _STAYS),
    ("people.Office.municipality", _OFFICE, _RELEASED, _STAYS),
    ("people.Office.title", _OFFICE, _SELF, _STAYS),
    ("people.Office.share", "Umfang der Stelle", _SELF, _STAYS),
    ("people.Office.association", "Verband der Stelle", _SELF, _STAYS),
    ("people.Invitation.id", "Zuordnung, zufällig", "niemand", _ENDED),
    ("people.Invitation.email", _INVITED, "Team", _ENDED),
    ("people.Invitation.name", "Anrede", "Team", _ENDED),
    ("people.Invitation.as_team", "Rolle", "Team, die eingeladene Person", _ENDED),
    ("people.Invitation.as_member", "Rolle", "Team, die eingeladene Person", _ENDED),
    ("people.Invitation.invited_by", "wer eingeladen hat", "Team, die eingeladene Person", _ENDED),
    ("people.Invitation.invited_at", _INVITED, "Team", _ENDED),
    ("people.Invitation.expires_at", "Ende der Einladung", "Team, die eingeladene Person", _ENDED),
    ("people.Invitation.accepted_at", "ob sie angenommen ist", "Team", _ENDED),
    ("people.Invitation.withdrawn_at", "ob sie zurückgezogen ist", "Team", _ENDED),
    ("people.AccessRequest.id", "Zuordnung, zufällig", "niemand", _DECIDED),
    ("people.AccessRequest.name", _ASKED, "Team", _DECIDED),
    ("people.AccessRequest.email", _ASKED, "Team", _DECIDED),
    ("people.AccessRequest.municipality", _ASKED, "Team", _DECIDED),
    ("people.AccessRequest.function", _ASKED, "Team", _DECIDED),
    ("people.AccessRequest.message", _ASKED, "Team", _DECIDED),
    ("people.AccessRequest.asked_at", "Reihenfolge der Bitten", "Team", _DECIDED),
    ("people.AccessRequest.decided_at", "Frist der Löschung", "Team", _DECIDED),
    ("people.AccessRequest.decision", "Ergebnis", "Team", _DECIDED),
]


def export(person) -> dict:
    return {
        "Mein Konto": {
            "Name": person.name, "E-Mail-Adresse": person.email, "Funktion": person.function,
            "Sprache": person.language, "Mitglied des Netzwerks": person.is_member,
            "Programmteam": person.is_team, "Betrieb": person.is_operator,
            "aktiv": person.is_active, "Demo": person.is_demo,
            "Handlungsfelder": [field.name for field in person.fields_of_action.all()],
        },
        "Meine Stellen": [
            {
                "Kommune": tenure.office.municipality.label, "Stelle": tenure.office.title,
                "Umfang": str(tenure.office.share) if tenure.office.share is not None else None,
                "Verband": tenure.office.association.name if tenure.office.association else None,
                "von": tenure.held_from.isoformat(), "bis": tenure.held_to.isoformat() if tenure.held_to else None,
                "vom Programmteam bestätigt": _iso(tenure.confirmed_on),
            }
            for tenure in person.tenures.select_related("office__municipality__district", "office__association")
        ],
        "Was Mitglieder des Netzwerks von mir sehen": [
            {
                "Name": person.name, "Adresse der Karte": card.path,
                "wer die Funktion liest": card.get_shows_function_display(),
                "wer die Kommune liest": card.get_shows_municipality_display(),
                "wer die Handlungsfelder liest": card.get_shows_fields_display(),
                "Ich kann helfen bei": card.offer, "wer das liest": card.get_shows_offer_display(),
                "Ich suche": card.seeks, "wer die Suche liest": card.get_shows_seeks_display(),
                "Telefon": card.phone, "wer die Nummer liest": card.get_shows_phone_display(),
                "Link": card.link, "wer den Link liest": card.get_shows_link_display(),
                "Foto": card.photo.name, "wer das Foto sieht": card.get_shows_photo_display(),
                "fürs Adressbuch": card.allows_vcard,
            }
            for card in Release.objects.filter(person=person)
        ],
        "Von wem ich keine Nachrichten annehme": [
            block.whom.name for block in Block.objects.filter(person=person).select_related("whom")
        ],
        "Einladungen an meine Adresse": [
            {
                "Name": invitation.name, "ins Programmteam": invitation.as_team,
                "als Mitglied": invitation.as_member,
                "eingeladen von": invitation.invited_by.name if invitation.invited_by else None,
                "eingeladen": invitation.invited_at.isoformat(), "gültig bis": invitation.expires_at.isoformat(),
                "angenommen": _iso(invitation.accepted_at),
                "zurückgezogen": _iso(invitation.withdrawn_at),
            }
            for invitation in Invitation.objects.filter(email=person.email).select_related("invited_by")
        ],
        "Meine Bitten um Zugang": [
            {
                "Name": asked.name, "Kommune": asked.municipality.label if asked.municipality else None,
                "Funktion": asked.function, "Nachricht": asked.message, "gebeten": asked.asked_at.isoformat(),
                "entschieden": _iso(asked.decided_at), "Ergebnis": asked.get_decision_display(),
            }
            for asked in AccessRequest.objects.filter(email=person.email).select_related("municipality__district")
        ],
        "Von mir ausgesprochene Einladungen": [
            invitation.invited_at.isoformat() for invitation in Invitation.objects.filter(invited_by=person)
        ],
        "Weitere Briefe an meine Adresse (30 Tage)": [
            as_exported(letter) for letter in _letters_to_the_address_of(person)
        ],
    }  # fmt: skip


def _iso(at):
    return at.isoformat() if at else None


def _letters_to_the_address_of(person):
    """What was written to her before she had an account, or when she came as a guest: kept under another id."""
    return Letter.objects.filter(to=person.email).exclude(recipient=str(person.pk)).order_by("written_at")


def erase(person) -> None:
    """The office stays, empty; the person and what bears her address goes."""
    Invitation.objects.filter(email=person.email).delete()
    AccessRequest.objects.filter(email=person.email).delete()
    _letters_to_the_address_of(person).delete()
    remove(PERSON, person.pk)
    for card in Release.objects.filter(person=person.pk).exclude(photo=""):
        card.photo.delete(save=False)
    Person.objects.filter(pk=person.pk).delete()  # the instance keeps its id for the floors below
