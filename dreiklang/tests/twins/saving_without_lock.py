"""The whole site, but which version of a section is the newest is looked up in one moment and used in another."""

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import to_html
from dreiklang.library.actions import writing
from dreiklang.library.models import Rival, Section, SectionVersion
from dreiklang.tests.twins import application, linger

__all__ = ["application"]


def save_section(section, heading, source, *, by, seen, public_id=None, **_more):
    number = Section.objects.get(pk=section.pk).number  # each statement for itself: no lock, and no transaction
    linger()
    said = {"heading": heading, "source": source}
    if number != seen:
        return Rival.objects.create(pk=public_id or fresh_id(), section=section, base=seen, by=by, **said)
    Section.objects.filter(pk=section.pk).update(number=number + 1, html=to_html(source), **said)
    return SectionVersion.objects.create(pk=public_id or fresh_id(), section=section, number=number + 1, by=by, **said)


writing.save_section = save_section
