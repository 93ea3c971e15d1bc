"""Most of what a page could tell is not there for most people. Whether it is, its rooms ask the database together."""

from django.db.models import Exists, QuerySet

from dreiklang.foundation.once import known, once


def ask_together(person, questions: dict[str, QuerySet]) -> None:
    """Ask once, for the rest of this request, of which of these there is a row. `person` has an account."""
    if not questions:
        return
    here = person._meta.base_manager.filter(pk=person.pk)
    found = here.values_list(*(Exists(rows) for rows in questions.values())).get()
    for name, is_there in zip(questions, found, strict=True):
        once(("is there", name), lambda is_there=is_there: is_there)


def is_missing(name: str) -> bool:
    """Whether it was asked and there was none. Where nobody asked: False, and the database says it itself."""
    return known(("is there", name)) is False
