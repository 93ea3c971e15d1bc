"""One's own competences before and after: hers alone, for as long as she likes."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from dreiklang.events.models import Event, Part
from dreiklang.events.tests.makers import queries_of
from dreiklang.foundation import privacy
from dreiklang.foundation.models import Act
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import a_person, ada, cem, olga
from dreiklang.seats.models import Registration
from dreiklang.training.actions import rating
from dreiklang.training.models import Rating
from dreiklang.training.tests.feedback import a_block_with, after, an_open_evaluation, answered_by
from dreiklang.training.tests.makers import a_building_block, a_date

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
OWN = "eine ganz eigene Kompetenz"


def page_of(date) -> str:
    return reverse("competences", args=[date.run.programme.slug, date.run.pk, date.block.slug])


def names_on(html: str) -> list[str]:
    return re.findall(r'<select[^>]* name="([^"]+)"', html)


def test_before_the_block_one_is_asked_once_and_afterwards_for_both(client):
    date, (person, *_) = a_block_with(1)
    client.force_login(person)
    assert [name.split("-")[0] for name in names_on(client.get(page_of(date)).text)] == ["before", "before"]
    with after(date):
        client.force_login(person)
        html = client.get(page_of(date)).text
    assert [name.split("-")[0] for name in names_on(html)] == ["before", "after"] * 2


def test_what_she_says_stands_there_in_words_and_can_be_changed_and_deleted(client):
    date, (person, *_) = a_block_with(1)
    with after(date, days=400):  # long after the run
        client.force_login(person)
        before, later, *rest = names_on(client.get(page_of(date)).text)
        client.post(page_of(date), {before: "1", later: "3"})
        html = client.get(page_of(date)).text
        assert html.count('<svg class="dots"') == 1 and "in Ansätzen</td>" in html and "selbstständig</td>" in html
        client.post(page_of(date), {before: "0"})
        mine = Rating.objects.get()
        assert (mine.competence, mine.before, mine.after) == ("Zuhören", 0, None)
        client.post(page_of(date), {"act": "delete"})
        assert not Rating.objects.exists()
    assert not Act.objects.filter(by=str(person.pk)).exists()


def test_a_step_that_there_is_not_is_refused_and_what_was_typed_stays(client):
    date, (person, *_) = a_block_with(1)
    client.force_login(person)
    first, second = names_on(client.get(page_of(date)).text)
    answer = client.post(page_of(date), {first: "5", second: "2"})
    assert answer.status_code == 422 and '<option value="2" selected>' in answer.text and not Rating.objects.exists()


def test_a_competence_that_the_block_no_longer_names_stays_hers(client):
    date, (person, *_) = a_block_with(1)
    rating.rate(date, person, {OWN: (1, None)})
    client.force_login(person)
    assert OWN in client.get(page_of(date)).text


def test_nobody_else_ever_reads_it(client):
    date, (person, other) = a_block_with(2)
    trainer = a_person("Toni Leitung")
    Part.objects.create(event=date.event, person=trainer, role=Part.TRAINER)
    rating.rate(date, person, {OWN: (1, 4)})
    run = date.run
    for who in (other, trainer, ada(), cem(), olga()):
        client.force_login(who)
        for name in ("run", "my_learning", "practice_projects"):
            assert OWN not in client.get(reverse(name, args=[run.programme.slug, run.pk])).text
        for address in (page_of(date), page_of(date).replace("kompetenzen", "rueckmeldung")):
            assert OWN not in client.get(address).text
        assert OWN not in str(privacy.export(who))
    client.force_login(person)
    assert OWN in client.get(page_of(date)).text and OWN in str(privacy.export(person))


def test_no_other_file_of_the_house_asks_for_ratings():
    root = settings.ROOT / "dreiklang"
    files = [path for path in root.rglob("*.py") if "/tests/" not in str(path) and "/migrations/" not in str(path)]
    asking = {str(path.relative_to(root)) for path in files if "Rating.objects" in path.read_text(encoding="utf-8")}
    assert asking == {f"training/{name}.py" for name in ("actions/rating", "views/listening", "personal/listening")}


def test_whoever_has_no_part_in_it_finds_no_page(client):
    date, _people = a_block_with(1)
    for who in (cem(), ada()):
        client.force_login(who)
        assert client.get(page_of(date)).status_code == client.post(page_of(date), {}).status_code == 404


def test_she_keeps_her_page_when_her_name_on_the_seat_is_forgotten(client):
    date, (person, *_) = a_block_with(1)
    rating.rate(date, person, {OWN: (1, 4)})
    Registration.objects.update(person=None)
    client.force_login(person)
    assert OWN in client.get(page_of(date)).text


def test_the_page_of_a_run_takes_the_same_queries_with_three_blocks(client):
    date, (person, *_) = a_block_with(1)
    run, programme = date.run, date.run.programme
    run.cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    run.save()
    join(run.cohort, person)
    client.force_login(person)
    address = reverse("my_learning", args=[programme.slug, run.pk])
    one = queries_of(client, address)
    for letter in "BC":
        a_date(run, a_building_block(programme, letter, f"Baustein {letter}"), capacity=None)
    assert queries_of(client, address) == one < 12
    assert client.get(address).text.count("Mich einschätzen") == 3


def test_the_page_of_a_run_shows_the_evaluation_that_waits_for_her(client):
    date, (person, *others) = a_block_with(6)
    evaluation = an_open_evaluation(date)
    client.force_login(person)
    address = reverse("my_learning", args=[date.run.programme.slug, date.run.pk])
    assert "Rückmeldung geben" in client.get(address).text
    answered_by(evaluation, [person, *others])
    assert "Rückmeldung geben" not in client.get(address).text


def test_ratings_go_with_her():
    date, (person, other) = a_block_with(2)
    for who in (person, other):
        rating.rate(date, who, {OWN: (1, 4)})
    privacy.erase(person)
    assert [each.person for each in Rating.objects.all()] == [other]


def test_a_block_long_past_stays_reachable_for_its_cohort(client):
    date, (person, *_) = a_block_with(1)
    date.run.cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    date.run.save()
    join(date.run.cohort, person)
    Registration.objects.update(person=None)
    Event.objects.filter(pk=date.event_id).update(
        starts=date.event.starts - timedelta(days=400), ends=date.event.ends - timedelta(days=400)
    )
    client.force_login(person)
    assert client.get(page_of(date)).status_code == 200


def test_a_draft_of_a_date_is_nothing_that_the_cohort_reads_of(client):
    date, (person, *_) = a_block_with(1)
    other = a_date(date.run, a_building_block(date.run.programme, "B", "Recht"), state=Event.DRAFT)
    date.run.cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    date.run.save()
    join(date.run.cohort, person)
    mine = reverse("my_learning", args=[date.run.programme.slug, date.run.pk])
    feedback = reverse("evaluation", args=[other.run.programme.slug, other.run.pk, other.block.slug])
    client.force_login(person)
    assert "Recht" not in client.get(mine).text
    assert [client.get(address).status_code for address in (page_of(other), feedback)] == [404, 404]
    Event.objects.filter(pk=other.event_id).update(state=Event.PUBLISHED)
    assert "Recht" in client.get(mine).text
    assert [client.get(address).status_code for address in (page_of(other), feedback)] == [200, 200]
