"""What her export says of the PraxisPortal, and what is left on its pages when she goes."""

import pytest
from django.utils import timezone

from dreiklang.dialogue.models import Post
from dreiklang.dialogue.tests.makers import a_reply, a_room, a_thread
from dreiklang.foundation import privacy
from dreiklang.index.models import Row
from dreiklang.library import personal_data
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.models import (
    Adoption,
    Article,
    Author,
    Check,
    Comment,
    Consent,
    CouncilPaper,
    Origin,
    Release,
    Review,
    Suggestion,
)
from dreiklang.library.tests.makers import LEAD, a_draft, a_review, a_text, an_article
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]

GONE, LINE = "Ehemaliges Mitglied", "Integrationsbeauftragte"


def test_her_page_stays_with_everybody_who_reads_it_and_her_name_leaves_every_release_of_it(client):
    person, team = ben(), ada()
    article = an_article(person, team, readers="public")
    Author.objects.create(article=article, person=cem(), name="Cem Aydoğan", order=1)
    a_text(article.sections.first(), f"{LEAD} Neu.", person)
    put_in_force(article, article.reviews.all(), by=team, as_of=article.as_of, checked_until=article.checked_until)
    privacy.erase(person)
    newest, first = Release.objects.filter(article=article)
    assert newest.content["authors"] == [GONE, "Cem Aydoğan"] and first.content["authors"] == [GONE]
    assert newest.by == team and newest.content["reviews"][0]["name"] == team.name
    assert LEAD in client.get(article.path).content.decode()
    assert person.name not in Row.objects.get(kind="article").keywords
    article.refresh_from_db()
    assert (article.owner, article.is_in_force) == (None, True)


def test_two_who_are_gone_are_one_former_member():
    first, second, team = ben(), cem(), ada()
    article = a_draft(first)
    Author.objects.create(article=article, person=second, name=second.name, order=1)
    put_in_force(article, [], by=team, as_of=timezone.localdate(), checked_until=timezone.localdate())
    for person in (first, second):
        privacy.erase(person)
    assert Release.objects.get().content["authors"] == [GONE]


def test_whoever_reviewed_or_released_is_named_no_longer_and_the_page_stays_reviewed():
    person = ben()
    article = an_article(cem(), person)
    privacy.erase(person)
    made = Release.objects.get(article=article)
    assert (made.by, made.by_name, made.content["reviews"][0]["name"]) == (None, GONE, GONE)
    assert (Review.objects.get().person, Review.objects.get().name, Review.objects.get().state) == (None, GONE, "good")


def test_what_was_asked_of_her_and_not_done_goes():
    person, article = ben(), an_article(cem(), ada())
    a_review(article, person, state=Review.ASKED)
    Check.objects.create(article=article, person=person, asked_on=timezone.localdate())
    privacy.erase(person)
    assert not Review.objects.filter(state=Review.ASKED).exists() and not Check.objects.exists()


def test_a_contact_who_is_gone_is_none_and_another_stays():
    person, team = ben(), ada()
    hers, others = an_article(person, team), an_article(person, team, title="Anders")
    for article, contact in ((hers, "Herr Okonkwo, BEN@example.org"), (others, "Amt für Soziales")):
        article.contact = article.release.content["contact"] = contact
        article.save()
        article.release.save()
    privacy.erase(person)
    said = {one.title: (one.contact, one.release.content["contact"]) for one in Article.objects.all()}
    assert said == {hers.title: ("", ""), "Anders": ("Amt für Soziales",) * 2}


def test_a_namesake_keeps_her_name():
    person, namesake = ben(), a_person("Ben Okonkwo", "anderer@example.org")
    team = ada()
    an_article(person, team)
    article = an_article(namesake, team, title="Anders")
    privacy.erase(person)
    article.release.refresh_from_db()
    assert article.release.content["authors"] == ["Ben Okonkwo"] and article.authors.get().person == namesake


def test_what_she_proposed_remarked_and_adopted_stays_with_the_page_and_her_papers_go():
    person, article, town = ben(), an_article(cem(), ada()), a_municipality()
    section = article.sections.first()
    Suggestion.objects.create(section=section, base=1, after="Anders.", by=person)
    Comment.objects.create(section=section, text="Stimmt das?", by=person)
    Adoption.objects.create(article=article, municipality=town, person=person, changed="Ohne", on=timezone.localdate())
    CouncilPaper.objects.create(person=person, title="Sprachmittlung")
    privacy.erase(person)
    assert (Suggestion.objects.get().by, Suggestion.objects.get().state) == (None, Suggestion.OPEN)
    assert (Comment.objects.get().by, Adoption.objects.get().person) == (None, None)
    assert Adoption.objects.get().municipality == town and not CouncilPaper.objects.exists()


@pytest.mark.parametrize(
    ("state", "stays"), [("open", Consent.REFUSED), ("given", Consent.GIVEN), ("refused", Consent.REFUSED)]
)
def test_a_consent_that_was_given_holds_and_one_that_was_left_open_is_a_no(state, stays):
    person, asker = ben(), cem()
    consent = a_consent(person, asker, state=state)
    privacy.erase(person)
    consent.refresh_from_db()
    assert (consent.person, consent.state) == (None, stays)


def a_consent(person, asker, state=Consent.OPEN, line="") -> Consent:
    thread = a_thread(a_room(), asker)
    post = a_reply(thread, person, source="Wir zahlen so.", line=line)
    origin = Origin.objects.create(article=a_draft(asker), thread=thread, post=post, readers=thread.readers)
    voice = post.voice
    named = None if voice else person
    return Consent.objects.create(origin=origin, role=Consent.ANSWERER, person=named, voice=voice, state=state)


def test_a_consent_that_a_voice_was_asked_for_says_nothing_when_its_account_goes():
    person = ben()
    consent = a_consent(person, cem(), line=LINE)
    (mine,) = personal_data.export(person)["Ob aus meinen Beiträgen eine Seite werden darf"]
    assert mine["als"] == consent.voice.name
    before = Consent.objects.values().get()
    privacy.erase(person)
    assert Consent.objects.values().get() == before and Post.objects.filter(voice=consent.voice_id).exists()


def test_of_pages_that_others_wrote_the_export_says_only_where():
    person, article = ben(), an_article(cem(), ada(), source="Fremder Text.")
    Suggestion.objects.create(section=article.sections.first(), base=1, after="Mein Satz.", by=person)
    export = str(personal_data.export(person))
    assert article.title in export and "Mein Satz." in export and "Fremder Text." not in export
