"""What a page's file may name: people, places, teams, terms. Asked once an import, however many files there are."""

from dataclasses import dataclass
from functools import cached_property

from dreiklang.groups.models import Group
from dreiklang.library.importing.front_matter import Fault
from dreiklang.people.models import FieldOfAction, Person
from dreiklang.places.models import Land, Municipality
from dreiklang.places.names import search_form

# As people write them -> the first digits of the official keys.
_SHORT = {
    "SH": "01", "HH": "02", "NI": "03", "HB": "04", "NW": "05", "HE": "06", "RP": "07", "BW": "08", "BY": "09",
    "SL": "10", "BE": "11", "BB": "12", "MV": "13", "SN": "14", "ST": "15", "TH": "16",
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """Somebody under her name; `person` is None for one who has no account here."""

    name: str
    person: Person | None = None


class Known:
    def __init__(self, people):
        self._people, self._found, self._places = people, {}, {}

    @cached_property
    def fields(self) -> dict[str, FieldOfAction]:
        return {field.slug: field for field in FieldOfAction.objects.all()}

    @cached_property
    def _lands(self) -> dict[str, Land]:
        lands = list(Land.objects.all())
        return {land.key: land for land in lands} | {search_form(land.name): land for land in lands}

    @cached_property
    def _teams(self) -> dict[str, Group]:
        return {group.name: group for group in Group.objects.filter(kind=Group.TOPIC_TEAM)}

    def land(self, word: str) -> Land | None:
        """None for one that is not in the register of this installation, though it exists."""
        key = _SHORT.get(word.upper(), word)
        if found := self._lands.get(key) or self._lands.get(search_form(word)):
            return found
        if key in _SHORT.values():
            return None
        raise Fault(f"Das Land „{word}“ gibt es nicht. Möglich sind {', '.join(_SHORT)} oder der Name.")

    def person(self, key: str) -> Person:
        """By her address, or what stands before its @."""
        if key not in self._found:
            wanted = {"email": key.lower()} if "@" in key else {"email__startswith": f"{key.lower()}@"}
            self._found[key] = list(self._people.filter(**wanted)[:2])
        match self._found[key]:
            case [person]:
                return person
            case []:
                raise Fault(f"„{key}“ hat hier kein Konto. Wer keines hat, steht so da: {{name: …}}")
        raise Fault(f"„{key}“ ist mehrdeutig. Bitte nennen Sie die ganze E-Mail-Adresse.")

    def team(self, name: str) -> Group:
        if name not in self._teams:
            there = ", ".join(f"„{team}“" for team in sorted(self._teams)) or "noch keines"
            raise Fault(f"Das ThemenTeam „{name}“ gibt es nicht. Es gibt: {there}.")
        return self._teams[name]

    def municipality(self, name: str) -> Municipality:
        """By its name, its label ('Neuenkirchen (Stade)') or its official key."""
        if name not in self._places:
            self._places[name] = self._look_up(name)
        match self._places[name]:
            case [place]:
                return place
            case []:
                raise Fault(f"Die Kommune „{name}“ steht nicht im Verzeichnis.")
            case several:
                labels = ", ".join(f"„{place.label}“" for place in several[:10])
                raise Fault(f"„{name}“ gibt es mehrmals. Bitte schreiben Sie eines davon: {labels}.")

    def _look_up(self, name: str) -> list[Municipality]:
        places = Municipality.objects.current().with_district()
        if name.isdigit():
            return list(places.filter(key=name))
        if found := list(places.filter(folded=search_form(name))):
            return found
        without = name.rpartition(" (")[0]
        return [place for place in places.filter(folded=search_form(without)) if without and place.label == name]
