import re

from django.db.models import Case, IntegerField, Q, Value, When

from dreiklang.places.models import Municipality
from dreiklang.places.names import search_form, telling_words, without_town_words


class Unknown(LookupError):
    """No municipality is called like this."""


class Ambiguous(LookupError):
    """The text does not say which one; `candidates` are those it could be (at least one), the likeliest first."""

    def __init__(self, candidates: list[Municipality]):
        super().__init__(", ".join(candidate.label for candidate in candidates))
        self.candidates = candidates


def find(text: str, limit: int = 12) -> list[Municipality]:
    """Current municipalities that `text` may mean: exact name, beginning of the name, then beginnings of words.

    Within each, the larger population comes first. Words after the first may also be those of the district, so that a
    label finds itself: 'Neuenkirchen (Stade)'. Eight digits are an AGS. One query; none for a text without letters.
    """
    if key := _municipality_key(text):
        return list(Municipality.objects.current().with_district().filter(key=key))
    words = telling_words(text)
    if not words:
        return []
    matching = _in_name(words[0])
    for word in words[1:]:
        matching &= _in_name(word) | _in_district(word)
    found = Municipality.objects.current().with_district().filter(matching)
    return list(found.annotate(rank=_rank(text, words)).order_by("rank", "-population", "key")[:limit])


def pick(text: str) -> Municipality:
    """The one municipality that `text` names: its AGS, its label, or a name that no other one has.

    Raises Ambiguous(candidates) where several or only similar ones exist, Unknown where none does. One query.
    """
    candidates = find(text)
    if _municipality_key(text) and candidates:
        return candidates[0]
    if not candidates:
        raise Unknown(text)
    whole, name = search_form(text), without_town_words(text)
    labelled = [found for found in candidates if search_form(found.label) == whole or _long_label(found) == whole]
    called = [found for found in candidates if found.folded == whole] or [
        found for found in candidates if found.folded == name
    ]
    for fitting in (labelled, called):
        if len(fitting) == 1:
            return fitting[0]
    raise Ambiguous(candidates)


def _municipality_key(text: str) -> str | None:
    digits = re.sub(r"\s", "", text)
    return digits if re.fullmatch(r"[0-9]{8}", digits) else None


def _in_name(word: str) -> Q:
    return Q(folded__startswith=word) | Q(folded__contains=f" {word}")


def _in_district(word: str) -> Q:
    return Q(district__folded__startswith=word) | Q(district__folded__contains=f" {word}")


def _rank(text: str, words: list[str]) -> Case:
    whole, name = search_form(text), " ".join(words)
    every_word_in_name = Q()
    for word in words:
        every_word_in_name &= _in_name(word)
    return Case(
        When(folded=whole, then=Value(0)),
        When(folded=without_town_words(text), then=Value(1)),
        When(folded__in=[f"landkreis {name}", f"kreis {name}"], then=Value(2)),
        When(folded=name, then=Value(3)),
        When(folded__startswith=whole, then=Value(4)),
        When(folded__startswith=name, then=Value(5)),
        When(every_word_in_name, then=Value(6)),
        default=Value(7),
        output_field=IntegerField(),
    )


def _long_label(municipality: Municipality) -> str:
    """'neuenkirchen landkreis stade', as officials write it."""
    district = municipality.district
    return search_form(f"{municipality.name} {district.kind} {district.name}")
