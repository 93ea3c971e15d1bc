"""Who answers for a page: handed over, given back, gone; and a page is withdrawn and brought back, never deleted."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import PUBLIC
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.library.actions import owning, reviewing
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import a_text, an_article
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def fresh(article: Article) -> Article:
    return Article.objects.select_related("release", "owner").get(pk=article.pk)


def test_a_page_is_handed_over_and_given_back_within_a_month(client):
    owner, other = ben(), cem()
    article = an_article(owner, ada())
    for _click in range(2):
        owning.hand_over(article, other, by=owner)
    assert fresh(article).owner == other
    letter = Letter.objects.get()
    path = owning.return_path(article, owner, other)
    assert letter.to == other.email and path in letter.text.replace("\\", "")
    assert "zuständig" in client.get(path).content.decode() and fresh(article).owner == other
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert client.get(path).status_code == client.post(path).status_code == 404
    for _click in range(2):
        assert client.post(path).status_code == 302
    assert fresh(article).owner == owner
    assert Letter.objects.filter(to=owner.email).count() == 1
    assert Act.objects.filter(act="article.owner_changed").count() == 2


def test_an_old_link_gives_nothing_back_that_somebody_else_has_by_now(client):
    owner, other, third = ben(), cem(), a_person("Dana Wisz")
    article = an_article(owner, ada())
    owning.hand_over(article, other, by=owner)
    owning.hand_over(article, third, by=other)
    assert client.post(owning.return_path(article, owner, other)).status_code == 302
    assert fresh(article).owner == third


def test_only_a_member_who_reads_it_answers_for_a_page():
    owner, other, ministry = ben(), cem(), a_person("Mia Amt", is_member=False)
    circle = Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    join(circle, owner)
    inside, public = an_article(owner, ada(), readers=circle.token), an_article(owner, cem_as_team(), readers=PUBLIC)
    for article, to in ((inside, other), (public, ministry)):
        with pytest.raises(Refusal, match="Mitglied"):
            owning.hand_over(article, to, by=owner)
    with pytest.raises(Refusal):
        owning.hand_over(public, other, by=other)


def cem_as_team():
    return a_person("Tom Team", is_team=True)


def test_the_team_takes_it_where_nobody_else_does():
    owner, team = ben(), ada()
    article = an_article(owner, team)
    owning.hand_over(article, None, by=owner)
    assert fresh(article).owner is None
    assert Letter.objects.get().to == team.email


def test_a_topic_team_that_dissolves_leaves_the_owner_and_its_name():
    owner = ben()
    group = Group.objects.create(name="ThemenTeam Wohnen", kind=Group.TOPIC_TEAM)
    join(group, owner)
    article = an_article(owner, ada(), team=group)
    group.delete()
    assert (fresh(article).owner, fresh(article).team, fresh(article).team_name) == (owner, None, "ThemenTeam Wohnen")


def test_a_withdrawn_page_says_why_is_not_found_and_comes_back(client):
    owner, author, team = ben(), cem(), ada()
    article = an_article(owner, team, readers=PUBLIC)
    article.authors.create(person=author, name=author.name)
    with pytest.raises(Refusal, match="warum"):
        owning.withdraw(article, "", by=owner)
    with pytest.raises(Refusal):
        owning.withdraw(article, "Falsch.", by=author)
    for _click in range(2):
        owning.withdraw(article, "Das Gesetz gilt nicht mehr.", by=owner)
    assert not Row.objects.filter(kind="article").exists()
    assert article.path not in client.get("/praxis/").content.decode()
    assert "Das Gesetz gilt nicht mehr." in client.get(article.path).content.decode()
    assert [letter.to for letter in Letter.objects.all()] == [author.email]
    a_text(article.sections.first(), "Neu.", owner)
    with pytest.raises(Refusal, match="zurückgezogen"):
        reviewing.submit(article, by=owner)
    owning.bring_back(article, by=team)
    assert Row.objects.filter(kind="article").exists() and fresh(article).is_in_force
    assert list(Act.objects.order_by("at").values_list("act", flat=True)) == [
        "article.withdrawn", "article.brought_back",
    ]  # fmt: skip
