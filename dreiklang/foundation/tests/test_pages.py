from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from dreiklang.foundation.audit import history
from dreiklang.foundation.models import Page
from dreiklang.foundation.pages import save
from dreiklang.foundation.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SOMEBODY = SimpleNamespace(pk=uuid4())


@pytest.fixture
def page():
    return Page.objects.create(slug="impressum", title="Impressum")


def test_a_page_begins_with_version_one(page):
    assert page.current() is None
    version = save(page, "**Stadt** Musterlingen", by=SOMEBODY)
    assert (version.number, version.source) == (1, "**Stadt** Musterlingen")
    assert version.html == "<p><strong>Stadt</strong> Musterlingen</p>\n"
    assert version.saved_by == str(SOMEBODY.pk) and page.current() == version


def test_the_newest_version_is_read_and_the_older_ones_stay(page):
    for text in ("eins", "zwei", "drei"):
        save(page, text, by=SOMEBODY)
    assert page.current().source == "drei"
    assert list(page.versions.order_by("number").values_list("number", "source")) == [
        (1, "eins"), (2, "zwei"), (3, "drei"),
    ]  # fmt: skip


def test_saving_the_same_text_again_makes_no_version(page):
    first = save(page, "eins", by=SOMEBODY)
    assert save(page, "eins", by=SOMEBODY) == first
    assert page.versions.count() == 1 and history("page:impressum").count() == 1


def test_the_html_is_sanitised_when_it_is_saved(page):
    version = save(page, "<script>alert(1)</script> [x](javascript:alert(1))", by=SOMEBODY)
    assert "<script" not in version.html and "<a" not in version.html


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(page):
    opened = save(page, "eins", by=SOMEBODY).number
    save(page, "von Cem", by=None, seen=opened)
    with pytest.raises(Refusal, match="Inzwischen hat jemand anderes") as refusal:
        save(page, "von Ada", by=SOMEBODY, seen=opened)
    assert refusal.value.field == "source"
    assert page.current().source == "von Cem" and page.versions.count() == 2


def test_who_has_seen_the_newest_version_may_save(page):
    opened = save(page, "eins", by=SOMEBODY).number
    save(page, "von Cem", by=None, seen=opened)
    assert save(page, "von beiden", by=SOMEBODY, seen=opened + 1).number == 3


def test_two_who_wrote_the_same_have_no_conflict(page):
    opened = save(page, "eins", by=SOMEBODY).number
    second = save(page, "zwei", by=None, seen=opened)
    assert save(page, "zwei", by=SOMEBODY, seen=opened) == second


def test_the_log_says_who_saved_which_version(page):
    save(page, "eins", by=SOMEBODY)
    save(page, "zwei", by=None)
    assert [(act.by, act.act, act.about) for act in history("page:impressum")] == [
        (str(SOMEBODY.pk), "page.saved", "1"),
    ]  # fmt: skip


def test_the_database_itself_knows_each_number_once(page):
    save(page, "eins", by=SOMEBODY)
    with pytest.raises(IntegrityError), transaction.atomic():
        page.versions.create(number=1, source="x", html="x")
