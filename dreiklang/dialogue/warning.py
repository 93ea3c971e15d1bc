"""Does a text speak of a certain person whom others could find? Gently said before it is posted; never kept, and never
decided by it. Better to miss one than to be in the way of every text: laws, dates of events, sums and populations pass.
"""

import re

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

BORN, AZR, FILE, ACCOUNT, PHONE, MAIL = "born", "azr", "file", "account", "phone", "mail"
SAID = {
    BORN: _("Name mit Geburtsdatum"),
    AZR: _("AZR-Nummer"),
    FILE: _("Aktenzeichen"),
    ACCOUNT: _("Kontonummer"),
    PHONE: _("Telefonnummer"),
    MAIL: _("E-Mail-Adresse"),
}

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_YEAR = r"(?:19|20)\d{2}"
_DAY = (
    rf"(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:19|20)?\d{{2}}|{_YEAR}-\d{{2}}-\d{{2}}|\d{{1,2}}\.\s?(?:{_MONTHS})\s{_YEAR})\b"
)
_BORN = r"(?i:\bgeb(?:\.|oren)?(?:\s(?:am|ist|wurde))?:?|\*|\bgeburtsdatum\b:?|\bjahrgang\b:?)"
_BORN_ON = re.compile(rf"{_BORN}\s?(?:am\s)?{_DAY}")
_BORN_LATER = re.compile(rf"{_DAY}\s?(?:\(?(?i:geb\.|geboren|geburtsdatum)\)?)")
_WORD = r"[A-ZÄÖÜÇĞİŞŁ][\w’'-]*[a-zäöüßçğışłéèáóíúñăâîșț]"
_NAME_AND_DAY = re.compile(rf"\b({_WORD})[,\s]\s?({_WORD})(?:,\s|\s\(|\s|:\s|\s\*\s?)({_DAY})")
_AZR = re.compile(
    r"(?<![\d.,/-])\d{12}(?![\d/-])|(?<![\d.,])\d{6}\s\d{6}(?!\s?\d)|(?<![\d.,])\d{3}(?:\s\d{3}){3}(?!\s?\d)"
)
_FILE = [
    re.compile(r"(?<!\d)\d{7}\s?-\s?\d{3}(?!\d)"),  # BAMF: seven digits and the key of the country
    re.compile(r"\b(?:Az\.?|AZ:?|Aktenzeichen|Geschäftszeichen|Gesch\.-?Z\.?|Gz\.?|GZ|Vorgangsnummer|Kassenzeichen)"
               r"(?:\s(?:lautet|ist|war|der\s\w+))?\s?:?\s?(?=[\w.\s/-]{0,20}\d)[A-Z0-9][\w./-]*(?:\s[\w./-]*\d[\w./-]*)*"),
    re.compile(  # courts
        r"(?<![§\w.])\d{1,3}\s(?:K|L|B|S|C|A|AS|AY|SO|VR|Js|Ds|Ls|Cs|Gs|F|O|XVII|Ks)\s\d{1,5}/\d{2}(?!\d)"
    ),
]  # fmt: skip
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?\d{4}){4}(?:\s?\d{1,2})?\b")
_PHONE = re.compile(
    r"(?<![\w.,/§-])(?:\+49|0049|0)[\s(]?\(?[1-9]\d{1,4}\)?[\s/-]{0,3}\d[\d\s/-]{4,12}\d(?![\w.,]*[%€])"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What one writes of an office belongs to nobody.
_OFFICES = re.compile(
    r"^(?:info|post|poststelle|kontakt|office|service|presse|rathaus|stadt|gemeinde|integration\w*|team|beratung\w*|mail"
    r"|anmeldung|redaktion|support|hilfe|buero|sekretariat|amt\w*|abh(?:-\w+)?)@"
)
# Two words with a capital and a date: mostly not a name.
_NO_NAMES = {
    "abgabe", "abstimmung", "am", "ausgabe", "ab", "bis", "beginn", "bericht", "beschluss", "bescheid", "der",
    "die", "das", "den", "ende", "erlass", "fassung", "frist", "im", "in", "land", "landkreis", "gesetz",
    "konferenz", "mittwoch", "montag", "dienstag", "donnerstag", "freitag", "samstag", "sonntag", "rat",
    "gemeinderat", "kreistag", "sitzung", "stadt", "stand", "start", "tag", "treffen", "termin", "urteil",
    "verordnung", "vom", "von", "seit", "wir", "zum", "zur", "woche", "workshop", "fachtag", "veranstaltung",
    "interkulturelle", "interkulturellen", "uhr", "anmeldeschluss", "stichtag", "vorlage", "drucksache",
    "richtlinie", "rundschreiben", "jahr", "online", "mittagsmeeting", "fest", "fastenbrechen", "aktuell",
    "protokoll", "satzung", "förderaufruf", "bundestag", "landtag", "antrag", "programm", "und", "ihr", "ich",
    "es", "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember", "ordnung", "seite", "gültig", "neue", "neuer", "bundesland", "baden-württemberg",
    "nächste", "nächster", "nächstes", "erste", "erster", "zweite", "zweiter", "frühester", "spätestens",
}  # fmt: skip
_ENDS = (
    "ung", "tag", "rat", "amt", "gesetz", "erlass", "urteil", "kurs", "schluss", "treffen", "runde", "konferenz",
    "termin", "frist", "fest", "wahl", "woche", "sitzung", "beginn", "start", "bericht", "brief", "heft", "plan",
    "abend", "meeting", "gipfel", "messe", "forum", "austausch", "schreiben", "büro", "haus", "hilfe", "zentrum",
    "stelle", "ordnung", "vertrag", "kreis", "schule", "gesellschaft", "demo", "stand",
)  # fmt: skip


def found(text: str) -> dict[str, list[str]]:
    """Kind of what stands there -> the places, as typed."""
    places = {
        BORN: [*_whole(_BORN_ON, text), *_whole(_BORN_LATER, text), *_named(text)],
        AZR: _whole(_AZR, text),
        FILE: [place for pattern in _FILE for place in _whole(pattern, text)],
        ACCOUNT: _whole(_IBAN, text),
        PHONE: [place for place in _whole(_PHONE, text) if 8 <= sum(map(str.isdigit, place)) <= 15],
        MAIL: [place for place in _whole(_MAIL, text) if not _OFFICES.match(place.lower())],
    }
    return {kind: list(dict.fromkeys(those)) for kind, those in places.items() if those}


def _whole(pattern: re.Pattern, text: str) -> list[str]:
    return [match[0].strip(" .,;:") for match in pattern.finditer(text)]


def _named(text: str) -> list[str]:
    """'Amira Beispiel, 03.04.1991': two words that could be a name, and a day on which somebody may have been born."""
    return [
        match[0]
        for match in _NAME_AND_DAY.finditer(text)
        if not any(_is_no_name(word) for word in match.groups()[:2]) and _long_ago(match[3])
    ]


def _is_no_name(word: str) -> bool:
    return word.lower() in _NO_NAMES or word.lower().endswith(_ENDS)


def _long_ago(day: str) -> bool:
    """Not this year and not the last: then it is more likely the day of an event."""
    year = int(day[:4] if "-" in day else re.findall(r"\d+", day)[-1])
    today = localdate().year
    if year < 100:
        year += 2000 if year <= today % 100 else 1900
    return year <= today - 2
