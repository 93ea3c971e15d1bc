import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dreiklang.letters.tests.makers import a_letter, an_invitation

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def subjects(client, **query) -> list[str]:
    page = client.get(reverse("demo_mailbox"), query)
    assert page.status_code == 200
    return re.findall(r'<a href="/demo/postfach/[^"]+">([^<]+)</a>', page.content.decode())


def test_a_real_house_has_no_such_page(client):
    letter = a_letter(subject="Geheim")
    for address in (reverse("demo_mailbox"), reverse("demo_letter", args=[letter.pk])):
        answer = client.get(address)
        assert answer.status_code == 404 and "Geheim" not in answer.content.decode()


def test_a_demo_shows_its_letters_newest_first(client, demo):
    now = timezone.now()
    a_letter(subject="Alt", written_at=now - timedelta(hours=1))
    a_letter(subject="Neu", written_at=now)
    assert subjects(client) == ["Neu", "Alt"]


def test_an_empty_mailbox_says_what_fills_it(client, demo):
    assert "Noch keine Post" in client.get(reverse("demo_mailbox")).content.decode()


def test_letters_are_filtered_by_a_part_of_the_address(client, demo):
    a_letter("ben@example.org", "Für Ben")
    a_letter("cem@example.org", "Für Cem")
    assert subjects(client, an="CEM@") == ["Für Cem"]
    assert sorted(subjects(client, an="example.org ")) == ["Für Ben", "Für Cem"]
    assert sorted(subjects(client, an=" ")) == ["Für Ben", "Für Cem"]


@pytest.mark.parametrize("asked", ["%", "_", "'", "\\", "q\x00x", '"><script>', "ä" * 5000])
def test_what_is_no_address_finds_nothing_and_breaks_nothing(client, demo, asked):
    a_letter()
    page = client.get(reverse("demo_mailbox"), {"an": asked})
    assert page.status_code == 200
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert "/demo/postfach/" not in main
    assert "<script>" not in page.content.decode()


def test_a_letter_is_read_like_its_html_part_and_its_marks_are_harmless(client, demo):
    method, entry = an_invitation()
    letter = a_letter(
        subject="Neu <b>", text="Guten Tag \\<b\\>Ben\\</b\\>,\n\n[Ansehen](https://netz.example.de/x)\n\n<script>1</script>\n",
        calendar=entry, calendar_method=method,
    )  # fmt: skip
    page = client.get(reverse("demo_letter", args=[letter.pk])).content.decode()
    assert "<h1>Neu &lt;b&gt;</h1>" in page and "Guten Tag &lt;b&gt;Ben&lt;/b&gt;," in page
    assert '<a href="https://netz.example.de/x"' in page and "<script>" not in page
    assert "Anlage: Kalendereintrag" in page and "eintragen oder verschieben" in page


def test_a_letter_that_does_not_exist_is_not_found(client, demo):
    assert client.get(reverse("demo_letter", args=[uuid4()])).status_code == 404


def test_the_mailbox_is_only_read(client, demo):
    assert client.post(reverse("demo_mailbox")).status_code == 405
    assert client.post(reverse("demo_letter", args=[a_letter().pk])).status_code == 405


def test_as_many_queries_for_three_letters_as_for_one(client, demo, django_assert_num_queries):
    for _ in (1, 2):
        a_letter(), a_letter()
        with django_assert_num_queries(1):
            subjects(client)
