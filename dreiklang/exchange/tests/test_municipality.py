"""The page of a municipality says whom one asks there, now and when the office changes hands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.exchange.tests.colleagues_makers import a_colleague, at
from dreiklang.foundation import privacy
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import an_article
from dreiklang.people.actions.joining import describe_office
from dreiklang.people.models import Level
from dreiklang.people.tests.makers import ada, ben

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def main_of(client, town) -> str:
    return client.get(town.path).content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def town():
    return at("Musterlingen", "99115003")


def test_a_visitor_reads_who_said_so_and_what_and_search_engines_none_of_it(client, town):
    card = a_colleague("Zoe Nah", town, phone="07531 1234", offer="Verträge", shows_municipality=Level.PUBLIC,
                       shows_phone=Level.PUBLIC, function="Leitung")  # fmt: skip
    answer = client.get(town.path)
    page = answer.content.decode()
    assert "Zoe Nah" in page and 'href="tel:075311234"' in page
    assert not any(text in page for text in ("Leitung", "Verträge", "zoe@", str(card.pk)))
    assert answer.headers["X-Robots-Tag"] == "noindex" and '<meta name="robots" content="noindex">' in page


def test_members_read_who_is_there_for_members_and_visitors_learn_not_even_that(client, town):
    before = main_of(client, town)
    card = a_colleague("Zoe Nah", town)
    assert main_of(client, town) == before and "X-Robots-Tag" not in client.get(town.path).headers
    client.force_login(ben())
    page = client.get(town.path).content.decode()
    assert f'<a href="{card.path}">Zoe Nah</a>' in page and "Integrationsbeauftragte" in page


def test_many_pages_of_municipalities_are_lists_too(client, town, settings):
    settings.MOST_LISTS = 1
    a_colleague("Zoe Nah", town)
    client.force_login(ben())
    assert "Zoe Nah" in client.get(town.path).content.decode()
    answer = client.get(town.path)
    assert answer.status_code == 200 and "Zoe Nah" not in answer.content.decode()
    assert "Morgen stehen" in answer.content.decode()


def test_the_page_outlives_its_officer_and_says_since_when_nobody_holds_the_office(client, town):
    card = a_colleague("Zoe Nah", town, shows_municipality=Level.PUBLIC)
    tenure, today = card.person.current_tenure, timezone.localdate()
    assert "nicht besetzt" not in client.get(town.path).content.decode()
    describe_office(tenure, share=None, held_from=today - timedelta(days=9), held_to=today - timedelta(days=1))
    page = client.get(town.path).content.decode()
    assert "Integrationsbeauftragte" in page and "Im Netzwerk nicht besetzt seit dem" in page and "Zoe" not in page
    assert 'href="/konto/anfrage/"' in page
    privacy.erase(card.person)
    assert "Im Netzwerk zurzeit nicht besetzt" in client.get(town.path).content.decode()


def test_of_an_office_whose_holder_says_nothing_the_page_says_nothing(client, town):
    a_colleague("Zoe Nah", town, shows_municipality=Level.ME)
    client.force_login(ben())
    page = client.get(town.path).content.decode()
    assert "Integrationsbeauftragte" not in page and "besetzt" not in page


def test_what_came_from_there_is_named_to_whoever_may_read_it(client, town):
    writer, other = ben(), ada()
    for title, readers in (("Lotsinnen finden", "public"), ("Nur für Mitglieder", "members")):
        an_article(writer, other, title=title, readers=readers)
    Article.objects.update(municipality=town)
    page = client.get(town.path).content.decode()
    assert "Aus dieser Kommune im PraxisPortal" in page and "Lotsinnen finden" in page and "Nur für" not in page
    client.force_login(writer)
    assert "Nur für Mitglieder" in client.get(town.path).content.decode()
