"""The facts of a page: who may read it and from when, whose names stand under it, sources and files."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dreiklang.foundation.files import accept
from dreiklang.foundation.models import Act, fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.letters.models import Letter
from dreiklang.library.actions import authoring, filing, resting_on
from dreiklang.library.actions.describing import describe, discard, version_of
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.models import Article, File
from dreiklang.library.rules import may_release
from dreiklang.library.tests.makers import a_draft, a_review, a_text, an_article
from dreiklang.people.actions.blocking import block
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def say(article: Article, by, **facts) -> Article:
    article.refresh_from_db()
    return describe(article, facts, by=by, seen=version_of(article))


def in_force(article: Article, by) -> None:
    article.refresh_from_db()
    today = timezone.localdate()
    put_in_force(article, [], by=by, as_of=today, checked_until=today + timedelta(days=365))


def a_file(article: Article, by, title="Muster", **more) -> File:
    return filing.attach(article, accept(ContentFile(b"Guten Tag", name="muster.txt")), title, by=by, **more)


def a_group(*people, kind=Group.CIRCLE) -> Group:
    group = Group.objects.create(name="Kreis der Städte", kind=kind)
    for person in people:
        join(group, person)
    return group


# who reads


def test_a_released_page_gets_no_wider_before_a_second_person_releases_it_again(client):
    person, team = ben(), ada()
    article = an_article(person, team)
    say(article, person, readers=PUBLIC)
    assert client.get(article.path).status_code == 302  # a visitor is asked to sign in
    in_force(article, team)
    article.refresh_from_db()
    assert (article.readers, article.wished_readers) == (PUBLIC, "")
    assert client.get(article.path).status_code == 200


def test_a_released_page_gets_no_narrower_before_either(client):
    person, team = ben(), ada()
    article = an_article(person, team, readers=PUBLIC)
    say(article, person, readers=MEMBERS)
    assert client.get(article.path).status_code == 200
    client.force_login(person)
    assert "Ab der nächsten Freigabe: Mitglieder des Netzwerks" in client.get(article.workroom).content.decode()
    client.logout()
    in_force(article, team)
    assert client.get(article.path).status_code == 302


def test_without_the_wish_the_page_would_be_wide_open_at_once(client):
    """The twin: readers written onto the page itself."""
    article = an_article(ben(), ada())
    Article.objects.filter(pk=article.pk).update(readers=PUBLIC)
    assert client.get(article.path).status_code == 200


def test_what_everybody_will_read_a_reviewer_alone_does_not_release():
    person, reviewer = ben(), cem()
    article = an_article(person, ada())
    a_review(article, reviewer)
    assert may_release(reviewer, article)
    article = say(article, person, readers=PUBLIC)
    assert not may_release(reviewer, article)


def test_a_draft_takes_its_readers_at_once_and_a_wish_can_be_taken_back():
    person = ben()
    article = say(a_draft(person), person, readers=PUBLIC)
    assert (article.readers, article.wished_readers) == (PUBLIC, "")
    in_force(article, None)
    say(article, person, readers=MEMBERS)
    article = say(article, person, readers=PUBLIC)
    assert (article.readers, article.wished_readers) == (PUBLIC, "")


def test_nobody_who_writes_it_is_shut_out_and_nobody_chooses_readers_that_she_is_not_among():
    person, other = ben(), cem()
    article = a_draft(person)
    authoring.add_author(article, other, by=person)
    with pytest.raises(Refusal, match="Cem"):
        say(article, person, readers=a_group(person).token)
    for readers in (a_group(other).token, "team"):
        with pytest.raises(Refusal, match="selbst gehören"):
            say(article, person, readers=readers)
    both = a_group(person, other)
    assert say(article, person, readers=both.token).readers == both.token
    assert Act.objects.get(act="article.readers_chosen").reason == both.token


# facts


def sent(article: Article, **more) -> dict:
    facts = {"title": article.title, "kind": article.kind, "readers": article.readers, "licence": article.licence}
    return facts | {"seen": version_of(article)} | more


def test_the_form_says_all_of_it(client):
    person, place = ben(), a_municipality()
    fields = [a_field(name, order=n) for n, name in enumerate(("Sprache", "Wohnen", "Arbeit", "Bildung"))]
    article = a_draft(person, kind=Article.EXAMPLE)
    client.force_login(person)
    path = f"{article.workroom}angaben/"
    more = {
        "duties": ["5", "1"], "sizes": ["e"], "municipality": place.label, "cost": "low", "summary": "Ein Satz.",
        "fields_of_action": [field.pk for field in fields[:3]], "contact": "Amt für Integration",
    }  # fmt: skip
    too_many = client.post(path, sent(article, **more | {"fields_of_action": [field.pk for field in fields]}))
    assert too_many.status_code == 422 and "höchstens drei" in too_many.content.decode()
    assert client.post(path, sent(article, **more)).status_code == 302
    article.refresh_from_db()
    assert (article.duties, article.sizes, article.cost, article.municipality) == ("15", "e", "low", place)
    assert article.fields.count() == 3
    assert "Amt für Integration" in client.get(path).content.decode()


def test_two_who_change_the_facts_at_once_hear_of_each_other(client):
    person = ben()
    article = a_draft(person)
    client.force_login(person)
    old = sent(article, title="Meiner")
    say(article, person, title="Ihrer")
    answer = client.post(f"{article.workroom}angaben/", old)
    page = answer.content.decode()
    assert answer.status_code == 422 and "jemand anderes" in page and "Meiner" in page
    article.refresh_from_db()
    assert article.title == "Ihrer" and version_of(article) in page  # her next try is made knowing that
    client.post(f"{article.workroom}angaben/", old | {"seen": version_of(article)})
    article.refresh_from_db()
    assert article.title == "Meiner"


def test_whoever_writes_a_section_meanwhile_is_no_conflict(client):
    person = ben()
    article = a_draft(person)
    facts = sent(article, title="Neuer Titel")
    a_text(article.sections.last(), "Ganz anders.", person)
    client.force_login(person)
    assert client.post(f"{article.workroom}angaben/", facts).status_code == 302


def test_a_page_that_becomes_an_example_gets_its_sections_and_a_released_one_stays_what_it_is():
    person = ben()
    article = say(a_draft(person), person, kind=Article.EXAMPLE)
    assert article.sections.filter(role="failed").exists() and article.sections.filter(role="").count() == 2
    released = an_article(person, ada())
    with pytest.raises(Refusal, match="ersten Freigabe"):
        say(released, person, kind=Article.AID)


def test_saving_the_same_facts_makes_no_change_that_waits_for_a_release():
    person = ben()
    article = an_article(person, ada())
    before = article.changed_at
    say(article, person, title=article.title)
    article.refresh_from_db()
    assert article.changed_at == before


# who writes


def test_a_member_is_named_once_hears_of_it_and_writes(client):
    person, other = ben(), cem()
    article = a_draft(person)
    client.force_login(person)
    for _click in range(2):
        client.post(f"{article.workroom}schreibende/", {"who": "cem aydoğan"})
    assert [author.name for author in article.authors.all()] == [person.name, other.name]
    assert [(letter.to, article.workroom in letter.text) for letter in Letter.objects.all()] == [(other.email, True)]
    assert Act.objects.get(act="article.author_named").about == str(other.pk)
    client.force_login(other)
    assert client.get(article.sections.first().workplace).status_code == 200


@pytest.mark.parametrize("who", ["Cem", "niemand@example.org", "Mia Amt", "Bea Block", "\0"])
def test_nobody_is_found_by_half_a_name_who_is_no_member_or_who_takes_nothing_from_her(client, who):
    person = ben()
    cem()
    a_person("Mia Amt", is_member=False)
    block(a_person("Bea Block", "bea@example.org"), person)
    article = a_draft(person)
    client.force_login(person)
    answer = client.post(f"{article.workroom}schreibende/", {"who": who})
    assert answer.status_code == 422 and article.authors.count() == 1


def test_whoever_does_not_read_the_page_is_not_found():
    person, other = ben(), cem()
    article = a_draft(person, readers=a_group(person).token)
    with pytest.raises(Refusal, match="lesen sollen"):
        authoring.add_author(article, other, by=person)


def test_everybody_takes_her_own_name_off_and_only_whoever_writes_another(client):
    person, other, stranger = ben(), cem(), a_person("Dora Fremd")
    article = a_draft(person)
    hers = authoring.add_author(article, other, by=person)
    with pytest.raises(Refusal):
        authoring.remove_author(hers, by=stranger)
    client.force_login(other)
    assert client.post(f"{article.workroom}schreibende/", {"heraus": hers.pk}).url == "/praxis/entwuerfe/"
    assert client.get(article.workroom).status_code == 404  # with her name she lets go of the page
    with pytest.raises(Refusal, match="ein Name"):
        authoring.remove_author(article.authors.get(), by=ada())
    authoring.remove_author(article.authors.get(), by=person)  # her own, also the last
    assert not article.authors.exists()


def test_whose_name_was_taken_off_by_another_hears_of_it():
    person, other = ben(), cem()
    article = a_draft(person)
    hers = authoring.add_author(article, other, by=person)
    Letter.objects.all().delete()
    for _click in range(2):
        authoring.remove_author(hers, by=person)
    assert Letter.objects.get().to == other.email


def test_names_stand_in_the_order_that_somebody_gave(client):
    person, other = ben(), cem()
    article = a_draft(person)
    hers = authoring.add_author(article, other, by=person)
    client.force_login(person)
    for _more_than_there_is_room_for in range(3):
        client.post(f"{article.workroom}schreibende/", {"hoch": hers.pk})
    assert [author.person for author in article.authors.all()] == [other, person]


def test_a_topic_team_is_named_as_a_whole_and_all_of_it_writes(client):
    person, other = ben(), cem()
    article, team = a_draft(person), a_group(person, other, kind=Group.TOPIC_TEAM)
    client.force_login(person)
    client.post(f"{article.workroom}schreibende/", {"team": team.pk})
    article.refresh_from_db()
    assert (article.team, article.team_name) == (team, team.name)
    client.force_login(other)
    assert client.get(f"{article.workroom}angaben/").status_code == 200
    for strange in (a_group(person), a_group(kind=Group.TOPIC_TEAM)):
        with pytest.raises(Refusal, match="ThemenTeam"):
            authoring.write_as_team(article, strange, by=person)
    authoring.write_as_team(article, None, by=person)
    assert client.get(article.workroom).status_code == 404


# sources


def rows(*sources, **more) -> dict:
    sent = {"quelle-TOTAL_FORMS": len(sources), "quelle-INITIAL_FORMS": 0}
    for number, source in enumerate(sources):
        sent |= {f"quelle-{number}-{name}": value for name, value in source.items()}
    return sent | more


def test_sources_are_written_in_rows_ordered_and_removed_without_scripts(client):
    person = ben()
    article = a_draft(person)
    client.force_login(person)
    path = f"{article.workroom}quellen/"
    law, book = {"title": "§ 44a AufenthG", "url": "www.gesetze.example/44a", "note": ""}, {"title": "Ein Buch"}
    seen = resting_on.version_of([])
    page = client.post(path, rows(law, {}, book, seen=seen, mehr="ja")).content.decode()
    assert "Ein Buch" in page and 'name="quelle-3-title"' in page and not article.sources.exists()
    client.post(path, rows(law | {"ORDER": 2}, {}, book | {"ORDER": 1}, seen=seen))
    assert [one.title for one in article.sources.all()] == ["Ein Buch", "§ 44a AufenthG"]
    assert article.sources.last().url == "https://www.gesetze.example/44a"
    seen = resting_on.version_of(resting_on.sources_of(article))
    client.post(path, rows(book | {"DELETE": "on"}, law, seen=seen))
    assert [one.title for one in article.sources.all()] == ["§ 44a AufenthG"]


@pytest.mark.parametrize("wrong", [{"url": "https://x.example"}, {"title": "A", "url": "javascript:alert(1)"},
                                   {"title": "A", "url": "ftp://x.example"}])  # fmt: skip
def test_a_source_without_a_title_or_with_an_address_that_runs_comes_back(client, wrong):
    article = a_draft(ben())
    client.force_login(article.owner)
    answer = client.post(f"{article.workroom}quellen/", rows(wrong, seen=resting_on.version_of([])))
    assert answer.status_code == 422 and not article.sources.exists()


def test_two_who_write_the_sources_at_once_hear_of_each_other(client):
    person = ben()
    article = a_draft(person)
    client.force_login(person)
    old = resting_on.version_of([])
    ours = [{"title": "Ihre", "url": "", "note": ""}]
    for _click in range(2):
        resting_on.write_sources(article, ours, by=person, seen=old)
    answer = client.post(f"{article.workroom}quellen/", rows({"title": "Meine"}, seen=old))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Meine" in page and "Ihre" in page
    assert article.sources.get().title == "Ihre"


# files


def test_a_file_is_attached_once_and_opened_by_those_who_work_on_it(client):
    person = ben()
    article = a_draft(person)
    client.force_login(person)
    pk = fresh_id()
    for _click in range(2):
        file = SimpleUploadedFile("muster.txt", b"Guten Tag")
        client.post(f"{article.workroom}dateien/", {"file": file, "title": "Muster", "public_id": pk})
    item = article.files.get()
    answer = client.get(f"{article.workroom}dateien/{item.pk}/")
    assert b"".join(answer.streaming_content) == b"Guten Tag" and "sandbox" in answer["Content-Security-Policy"]
    Article.objects.update(is_out_for_comments=True)
    client.force_login(cem())
    assert client.get(article.workroom).status_code == 200
    assert client.get(f"{article.workroom}dateien/{item.pk}/").status_code == 403


def test_what_runs_is_refused_and_ten_files_are_enough(client):
    person = ben()
    article = a_draft(person)
    client.force_login(person)
    answer = client.post(f"{article.workroom}dateien/", {"file": SimpleUploadedFile("a.html", b"<p>"), "title": "A"})
    assert answer.status_code == 422 and "Programme ausführen" in answer.content.decode()
    for number in range(10):
        a_file(article, person, f"Muster {number}")
    with pytest.raises(Refusal, match="zehn"):
        a_file(article, person)
    assert article.files.count() == 10


def test_files_are_renamed_ordered_and_taken_out(client, django_capture_on_commit_callbacks):
    person = ben()
    article = a_draft(person)
    one, two = a_file(article, person, "Eins"), a_file(article, person, "Zwei")
    client.force_login(person)
    change = f"{article.workroom}dateien/{two.pk}/aenderung/"
    client.post(change, {"hoch": "ja"})
    client.post(change, {"title": "Vertrag"})
    assert [item.title for item in article.files.all()] == ["Vertrag", "Eins"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(change, {"heraus": "ja"})
    assert list(article.files.all()) == [one] and not default_storage.exists(two.file.name)


def test_a_file_that_a_release_names_stays_for_its_readers():
    person = ben()
    article = a_draft(person)
    item = a_file(article, person)
    in_force(article, None)
    filing.take_file_out(item, by=person)
    item.refresh_from_db()
    assert item.is_gone and default_storage.exists(item.file.name)


# the end of a draft


def test_a_draft_that_was_never_released_goes_with_all_of_it(client, django_capture_on_commit_callbacks):
    person = ben()
    article = a_draft(person)
    item = a_file(article, person)
    client.force_login(person)
    path = f"{article.workroom}loeschung/"
    assert "lässt sich nicht zurücknehmen" in client.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path).url == "/praxis/entwuerfe/"
    assert not Article.objects.exists() and not default_storage.exists(item.file.name)
    discard(article, by=person)  # a second click


def test_whoever_wrote_with_her_hears_that_the_draft_is_gone():
    person, other = ben(), cem()
    article = a_draft(person)
    authoring.add_author(article, other, by=person)
    Letter.objects.all().delete()
    for _click in range(2):
        discard(article, by=person)
    assert Letter.objects.get().to == other.email and Act.objects.filter(act="article.discarded").count() == 1


def test_what_was_ever_released_is_withdrawn_and_not_deleted(client):
    person = ben()
    article = an_article(person, ada())
    client.force_login(person)
    assert client.post(f"{article.workroom}loeschung/").status_code == 403
    with pytest.raises(Refusal):
        discard(article, by=person)


def test_who_only_reviews_a_draft_deletes_nothing(client):
    reviewer = cem()
    article = a_draft(ben())
    a_review(article, reviewer)
    client.force_login(reviewer)
    assert client.get(article.workroom).status_code == 200
    assert client.post(f"{article.workroom}loeschung/").status_code == 403
    assert Article.objects.exists()
