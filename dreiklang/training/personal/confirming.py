from dreiklang.training.models import Confirmation

_SHOWN, _GIVEN = "Bescheinigung, die sie vorzeigt", "bis sie ihr Konto löscht"
_CHECKED = "sie selbst, Team, wem sie die Prüfadresse gibt"
COLUMNS = [
    ("training.Confirmation.id", "Kennung der Bescheinigung", "sie selbst", _GIVEN),
    ("training.Confirmation.code", "Prüfadresse", "sie selbst, wem sie die Prüfadresse gibt", _GIVEN),
    ("training.Confirmation.kind", _SHOWN, _CHECKED, _GIVEN),
    ("training.Confirmation.person", _SHOWN, _CHECKED, _GIVEN),
    ("training.Confirmation.programme", _SHOWN, _CHECKED, _GIVEN),
    ("training.Confirmation.block", _SHOWN, _CHECKED, _GIVEN),
    ("training.Confirmation.run", _SHOWN, "sie selbst, Team", _GIVEN),
    ("training.Confirmation.name", _SHOWN, _CHECKED, _GIVEN),
    ("training.Confirmation.facts", _SHOWN, "sie selbst", _GIVEN),
    ("training.Confirmation.awarded_at", _SHOWN, _CHECKED, _GIVEN),
    ("training.Confirmation.expires_at", _SHOWN, _CHECKED, _GIVEN),
    ("training.Confirmation.renews", "Verlängerung eines Zertifikats", "sie selbst", _GIVEN),
    ("training.Confirmation.invited_at", "Einladung zur Verlängerung, einmal", "niemand", _GIVEN),
    ("training.Confirmation.revoked_at", "Widerruf", _CHECKED, _GIVEN),
    ("training.Confirmation.revoked_because", "Widerruf", "sie selbst, Team", _GIVEN),
    ("training.Confirmation.status", "Platz in der öffentlichen Liste der Widerrufe", "niemand", _GIVEN),
    ("training.Confirmation.badge", "Badge nach Open Badges 3.0, ohne Namen und Adresse", "sie selbst", _GIVEN),
]


def export(person) -> dict:
    return {
        "Meine Bescheinigungen": [
            _line(each)
            for each in Confirmation.objects.of(person).select_related("programme", "block", "run", "renews")
        ],
    }


def _line(confirmation: Confirmation) -> dict:
    about = {"Programm": confirmation.programme, "Baustein": confirmation.block, "Durchgang": confirmation.run}
    moments = {
        "ausgestellt": confirmation.awarded_at, "gültig bis": confirmation.expires_at,
        "zur Verlängerung eingeladen": confirmation.invited_at, "widerrufen": confirmation.revoked_at,
    }  # fmt: skip
    line = {
        "Art": str(confirmation.get_kind_display()), "Name": confirmation.name, "Stand": confirmation.said_state,
        "Prüfadresse": confirmation.check_address, "Code": confirmation.code, "Angaben": confirmation.facts,
        **{name: str(thing) for name, thing in about.items() if thing},
        **{name: moment.isoformat() for name, moment in moments.items() if moment},
        "Nummer in der Liste der Widerrufe": confirmation.status_id, "Badge": confirmation.badge,
    }  # fmt: skip
    if confirmation.revoked_because:
        line["Grund des Widerrufs"] = confirmation.revoked_because
    if confirmation.renews:
        line["verlängert"] = str(confirmation.renews)
    return line


def erase(person) -> None:
    """Also what she could show: whoever checks one of her confirmations reads that there is none."""
    Confirmation.objects.of(person).delete()
