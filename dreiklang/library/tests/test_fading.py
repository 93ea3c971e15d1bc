"""A draft that nobody writes on any more goes, not without a word; and files go with their page."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dreiklang.letters.models import Letter
from dreiklang.library.actions.fading import KEPT, TOLD_BEFORE, let_fade, sweep, tell_before, untouched
from dreiklang.library.models import Article, Author, File
from dreiklang.library.tests.makers import a_draft, a_text, an_article
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TO_TELL, DAY = START + KEPT - TOLD_BEFORE, timedelta(days=1)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


@pytest.fixture
def draft():
    with time_machine.travel(START, tick=False):
        article = a_draft(ben())
        Author.objects.create(article=article, person=cem(), name="Cem Aydoğan")
        return article


def told() -> list[str]:
    return sorted(Letter.objects.filter(subject__contains="bald gelöscht").values_list("to", flat=True))


def test_whoever_writes_a_draft_hears_weeks_before_it_goes_and_once(draft):
    with time_machine.travel(TO_TELL - DAY, tick=False):
        assert tell_before() == 0
    with time_machine.travel(TO_TELL + DAY, tick=False):
        assert (tell_before(), tell_before()) == (1, 0)
    assert told() == ["ben@example.org", "cem@example.org"]
    letter = Letter.objects.filter(subject__contains="bald gelöscht").first()
    assert "1. März 2028" in letter.text
    assert draft.workroom in letter.text


def test_whoever_writes_on_keeps_it_and_hears_again_the_next_time(draft):
    with time_machine.travel(TO_TELL + DAY, tick=False):
        tell_before()
    with time_machine.travel(TO_TELL + DAY, tick=False):
        a_text(draft.sections.first(), "Weiter.", Author.objects.first().person)
    with time_machine.travel(START + KEPT + DAY, tick=False):
        assert not untouched(datetime.now(UTC) - KEPT).exists() and tell_before() == 0
    with time_machine.travel(TO_TELL + (TO_TELL - START) + 3 * DAY, tick=False):
        assert tell_before() == 1
    assert len(told()) == 4


def test_what_was_released_never_fades(draft):
    with time_machine.travel(START, tick=False):
        article = an_article(a_person("Dora Kern"), ada())
    with time_machine.travel(START + 2 * KEPT, tick=False):
        assert list(untouched(datetime.now(UTC) - KEPT)) == [draft]  # of both
        article.state = Article.WITHDRAWN
        article.save()
        assert list(untouched(datetime.now(UTC) - KEPT)) == [draft]


def a_file(article) -> File:
    return File.objects.create(article=article, title="Muster", file=ContentFile(b"PK", name="m.docx"), name="m.docx")


def test_files_go_with_the_draft_and_stay_when_its_deletion_is_rolled_back(draft, django_capture_on_commit_callbacks):
    gone, kept = a_file(draft), a_file(a_draft(ada()))
    with django_capture_on_commit_callbacks(execute=False):
        let_fade(Article.objects.filter(pk=draft.pk))
    assert default_storage.exists(gone.file.name)
    draft.save(force_insert=True)
    again = File.objects.create(article=draft, title="Muster", file=gone.file.name, name="m.docx")
    with django_capture_on_commit_callbacks(execute=True):
        assert let_fade(Article.objects.filter(pk=draft.pk)) == 1
    assert not default_storage.exists(again.file.name) and default_storage.exists(kept.file.name)


def test_files_whose_page_is_gone_go_too_once_they_are_a_day_old(draft, uploads):
    gone, kept = a_file(draft), a_file(a_draft(ada()))
    Article.objects.filter(pk=draft.pk).delete()
    assert sweep() == 0  # it could belong to a page that is just being written
    for path in uploads.rglob("*.docx"):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert sweep() == 1
    assert default_storage.exists(kept.file.name) and not default_storage.exists(gone.file.name)


def test_a_house_without_files_has_nothing_to_sweep():
    assert sweep() == 0
