"""What somebody proposes or remarks runs on no page: not in a comparison, not in the preview of a change, which nothing
keeps, and not beside the paragraph that it is about."""

import pytest

from dreiklang.library.actions.remarking import remark
from dreiklang.library.actions.suggesting import suggest
from dreiklang.library.feedback import as_written
from dreiklang.library.tests.makers import LEAD, a_text, an_article
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.tests.running_strings import running_strings, what_would_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.sqlite_alone]


@pytest.mark.parametrize("start", range(0, 300, 60))
def test_nothing_that_was_typed_runs(client, start):
    writer, reader, strings = ben(), cem(), "\n\n".join(running_strings()[start : start + 60])
    article = an_article(writer, ada(), readers="public")
    section = article.sections.first()
    (one,) = suggest(section, as_written(section), f"{LEAD}\n\n{strings}", by=reader, reason=strings[:500])
    remark(section, strings[:5000], by=reader, quote=LEAD)
    a_text(section, strings, writer)
    section.refresh_from_db()
    work, page = article.workroom, article.path
    asked = {
        writer: [work, f"{work}vorschlaege/{one.pk}/", f"{work}vorschlag/{section.pk}/",
                 f"{work}abschnitte/{section.pk}/anmerkungen/"],
        reader: ["/praxis/vorschlaege/", f"{page}anmerkungen/{section.pk}/"],
    }  # fmt: skip
    for person, paths in asked.items():
        client.force_login(person)
        for path in paths:
            shown = client.get(path).content.decode()
            assert "ran(" in shown and what_would_run(shown, may_draw=True) == [], path
    preview = client.post(f"{page}vorschlag/{section.pk}/", {"seen": "2", "source": strings, "tun": "ansehen"})
    shown = preview.content.decode()
    assert preview.status_code == 200 and "ran(" in shown and what_would_run(shown, may_draw=True) == []
