"""People who can be found: by members alone, with what each of them released."""

from django.utils.translation import gettext_lazy as _

from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind
from dreiklang.people.models import Person, Release

PERSON = "person"
MEMBERS = "members"  # the token of groups/readers.py, a floor above


def keep(person: Person) -> None:
    """Findable as she releases now; whoever released nothing is not. To be called in the transaction of the change.
    It holds her row: who saves her office while she withdraws must not bring her back."""
    Person.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
    release = Release.objects.standing().with_cards().filter(person=person.pk).first()
    if release is None:
        remove(PERSON, person.pk)
    else:
        put(_entry(release))


def _entry(release: Release) -> Entry:
    face = release.face()
    municipality = face.municipality
    return Entry(
        PERSON, str(release.person_id), MEMBERS, release.path, release.person.name,
        keywords="\n".join(filter(None, [face.function, municipality.label if municipality else ""])),
        text="\n".join(filter(None, [face.offer, face.seeks, *face.fields])),
        land=municipality.district.land_id if municipality else "",
        municipality_kind=municipality.kind if municipality else "",
    )  # fmt: skip


def _entries():
    releases = Release.objects.standing().with_cards().order_by("pk")
    return (_entry(release) for release in releases.iterator(chunk_size=500))


def _readable(ids: list[str], person) -> set[str]:
    visible = Release.objects.visible_to(person).filter(person__in=ids).values_list("person", flat=True)
    return {str(pk) for pk in visible}


KINDS = [Kind(PERSON, _("Personen"), _("Person"), _entries, _readable, shows_text=False)]  # cards are counted
