"""A ThemenTeam from its proposal to its end: what may be done when, and by whom."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.dialogue.actions.following import follow
from dreiklang.dialogue.models import Follow, Moderator, Trace
from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed
from dreiklang.exchange.actions import team_dissolving, team_tending, team_texts, teaming
from dreiklang.exchange.mix import mixes_of
from dreiklang.exchange.models import Interest, TopicTeam
from dreiklang.exchange.rules import may_do
from dreiklang.exchange.team_showing import mixes_in
from dreiklang.exchange.team_stages import ALLOWED, STEERS, is_allowed, steps_of
from dreiklang.exchange.tests.team_makers import (
    a_proposal,
    a_team_guest,
    a_text_of,
    a_topic_team,
    an_officer,
    three_officers,
)
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import MEMBERS, tokens_of
from dreiklang.letters.models import Letter
from dreiklang.library.actions.checking import renew
from dreiklang.library.actions.releasing import release
from dreiklang.library.actions.reviewing import submit
from dreiklang.library.actions.suggesting import accept, suggest
from dreiklang.library.feedback import as_written
from dreiklang.library.models import Article
from dreiklang.library.rules import may_release, may_suggest, may_write
from dreiklang.library.tests.makers import a_review
from dreiklang.people.tests.makers import a_person, ada
from dreiklang.places.models import Association

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TODAY = "2026-03-02 10:00+01:00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


def letters(template_words: str) -> set[str]:
    return set(Letter.objects.filter(subject__contains=template_words).values_list("to", flat=True))


def in_days(number: int):
    return timezone.localdate() + timedelta(days=number)


def test_a_team_starts_once_enough_people_of_two_associations_are_in():
    ben, cem, dana = three_officers()
    team = a_proposal(ben, dana)
    with pytest.raises(Refusal, match="fehlen noch Personen"):
        teaming.start(team, by=ben)
    emil = an_officer("Emil Roth")  # of the same association as Ben and Dana
    teaming.say(team, Interest.IN, by=emil)
    with pytest.raises(Refusal, match="fehlt noch ein Verband"):
        teaming.start(team, by=ben)
    teaming.say(team, Interest.IN, by=cem)
    team = teaming.start(team, by=ben)
    assert (team.stage, team.mix) == (TopicTeam.ACTIVE, "Gemeindetag, Städtetag")
    assert set(team.group.memberships.values_list("person__name", flat=True)) == {
        "Ben Okonkwo", "Cem Aydoğan", "Dana Wiśniewska", "Emil Roth"
    }  # fmt: skip
    assert team.group.memberships.speaking().get().person == ben
    assert (team.room.readers, team.room.writers) == (team.group.token, team.group.token)
    assert Moderator.objects.get(room=team.room).person == ben
    assert not Interest.objects.exists()
    assert letters("beginnt") == {"cem@example.org", "dana@example.org", "emil@example.org"}


def test_the_association_of_the_post_counts_before_the_usual_one_of_its_kind():
    ben, *_others = three_officers()
    assert mixes_of({1: [ben.pk]})[1].present == ["Gemeindetag"]
    office = ben.current_office
    office.association = Association.objects.get(pk="landkreistag")
    office.save()
    assert mixes_of({1: [ben.pk]})[1].present == ["Landkreistag"]
    nobody = a_person("Mirja Falk")
    mix = mixes_of({1: [ben.pk, nobody.pk]})[1]
    assert (mix.people, mix.without, mix.present) == (2, 1, ["Landkreistag"])


def test_a_second_click_starts_no_second_team():
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    number = Letter.objects.count()
    assert teaming.start(team, by=ben).group_id == team.group_id
    assert (Group.objects.count(), Letter.objects.count()) == (1, number)


def test_only_who_proposed_and_the_programme_team_start_it():
    ben, cem, dana = three_officers()
    team = a_proposal(ben, cem, dana)
    with pytest.raises(Refusal, match="vorgeschlagen"):
        teaming.start(team, by=cem)
    assert teaming.start(team, by=ada()).group.memberships.speaking().get().person == ben


def test_a_proposal_that_nobody_joins_lapses_with_a_letter_and_leaves_no_trace_of_who_said_what(clock):
    ben, cem, dana = three_officers()
    team = a_proposal(ben, cem)
    teaming.say(team, Interest.READS, by=dana)
    clock.move_to("2026-05-30 10:00+02:00")
    team_tending.tend()
    team.refresh_from_db()
    assert team.state == TopicTeam.PROPOSED
    clock.move_to("2026-05-31 10:00+02:00")
    team_tending.tend()
    team_tending.tend()
    team.refresh_from_db()
    assert team.state == TopicTeam.LAPSED and not Interest.objects.exists()
    assert Letter.objects.filter(subject__contains="kommt nicht zustande").count() == 3


def test_a_question_of_the_dialogue_becomes_a_proposal_and_says_so():
    ben, *_others = three_officers()
    agreed(ben)
    open_thread = a_thread(a_room(), ben)
    team = a_proposal(ben, thread=open_thread)
    assert Trace.objects.get(thread=open_thread).path == team.path
    teaming.give_up(team, by=ben)
    assert not Trace.objects.exists()


def test_what_a_circle_with_a_ministry_reads_does_not_name_the_team():
    ben, *_others = three_officers()
    agreed(ben)
    group = Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    for person in (ben, a_person("Rita Amt", is_member=False)):
        join(group, person)
    asked = a_thread(a_room("Kreis", readers=group.token, writers=group.token), ben)
    a_proposal(ben, thread=asked)
    assert not Trace.objects.exists()


def test_who_comes_later_is_in_at_once_or_asks_first():
    ben, cem, dana = three_officers()
    team, emil = a_topic_team(ben, cem, dana), an_officer("Emil Roth")
    assert teaming.say(team, Interest.IN, by=emil) is None
    assert team.group.token in tokens_of(emil)
    teaming.change(team, joining=TopicTeam.ON_REQUEST, by=ben)
    frida = an_officer("Frida Lang")
    for _twice in range(2):
        teaming.say(team, Interest.IN, by=frida)
    assert team.group.token not in tokens_of(frida)
    assert Letter.objects.filter(subject__contains="möchte im").count() == 1
    with pytest.raises(Refusal, match="für das Team spricht"):
        teaming.take_in(team, frida, by=cem)
    teaming.take_in(team, frida, by=ben)
    assert team.group.token in tokens_of(frida) and not Interest.objects.exists()


def test_who_is_declined_reads_along():
    ben, cem, dana = three_officers()
    team, emil = a_topic_team(ben, cem, dana, joining=TopicTeam.ON_REQUEST), an_officer("Emil Roth")
    teaming.say(team, Interest.IN, by=emil)
    teaming.decline(team, emil, by=ben)
    assert Interest.objects.get().how == Interest.READS and team.group.token not in tokens_of(emil)
    assert letters("Ihre Anfrage") == {"emil@example.org"}


def test_who_alone_speaks_for_it_says_first_who_will():
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    with pytest.raises(Refusal, match="wer das übernimmt"):
        teaming.leave(team, by=ben)
    teaming.speak(team, Membership.objects.get(person=cem), by=ben)
    teaming.leave(team, by=ben)
    assert team.group.token not in tokens_of(ben) and Moderator.objects.get().person == cem
    assert not Follow.objects.filter(person=ben).exists()


def test_the_text_is_the_teams_and_two_of_it_write():
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    article = a_text_of(team, ben)
    assert team_texts.begin_text(team, by=cem) == article
    article.refresh_from_db()
    assert (article.team_name, article.team_from) == ("ThemenTeam Sprachmittlung", "Gemeindetag, Städtetag")
    assert may_write(cem, article) and not may_write(an_officer("Emil Roth"), article)
    assert not Article.objects.open_to(ada()).exists()  # nor the programme team, as long as the team alone reads it


def test_a_draft_is_out_for_all_members_until_its_day_and_announced_once(clock):
    ben, cem, dana = three_officers()
    team, article, emil = _with_text(ben, cem, dana)
    reader, of_circle, quiet = an_officer("Frida Lang"), an_officer("Gita Rao"), an_officer("Hanna Beck")
    teaming.say(team, Interest.READS, by=reader)
    circle = Group.objects.create(name="Kreis", kind=Group.CIRCLE, association_id="gemeindetag")
    for person in (of_circle, quiet, ben):
        join(circle, person)
    teaming.quiet(team, quiet)
    assert not Article.objects.open_to(emil).exists()
    for _twice in range(2):
        team_texts.open_draft(team, in_days(14), by=cem)
    assert letters("Rückmeldung ist gefragt") == {reader.email, of_circle.email}
    assert Letter.objects.filter(subject__contains="Rückmeldung ist gefragt").count() == 2
    article = Article.objects.open_to(emil).get()
    assert may_suggest(emil, article) and article.readers == MEMBERS
    clock.move_to("2026-03-16 23:00+01:00")
    team_tending.tend()
    assert Article.objects.open_to(emil).exists()
    clock.move_to("2026-03-17 08:00+01:00")
    team_tending.tend()
    assert not Article.objects.open_to(emil).exists()
    assert letters("ist beendet") == {"ben@example.org", "cem@example.org", "dana@example.org"}


def _with_text(*people):
    team = a_topic_team(*people)
    return team, a_text_of(team, people[0]), an_officer("Emil Roth")


@pytest.mark.parametrize("days", [-1, 0, 93])
def test_a_draft_is_out_until_a_sensible_day(days):
    team, _article, _emil = _with_text(*three_officers())
    with pytest.raises(Refusal, match="Tag nach heute"):
        team_texts.open_draft(team, in_days(days), by=team.proposed_by)


def _released(team: TopicTeam, article: Article, releaser) -> None:
    team_texts.open_draft(team, in_days(14), by=team.proposed_by)
    article.refresh_from_db()
    submit(article, by=team.proposed_by)
    a_review(article, an_officer("Gunda Kern"))
    release(article, by=releaser)


def test_a_second_person_releases_it_and_the_page_bears_the_name_of_its_team_and_its_associations():
    ben, cem, dana = three_officers()
    team, article, emil = _with_text(ben, cem, dana)
    teaming.say(team, Interest.READS, by=emil)
    team_texts.open_draft(team, in_days(14), by=ben)
    article.refresh_from_db()
    submit(article, by=ben)
    assert not may_release(ben, article) and not may_release(emil, article)
    a_review(article, emil)
    release(article, by=emil)
    team.refresh_from_db()
    assert team.stage == TopicTeam.RELEASED and [step.state for step in steps_of(team)][4] == "now"
    article = Article.objects.select_related("release").get()
    assert article.release.content["team"] == "ThemenTeam Sprachmittlung"
    assert article.release.content["team_from"] == "Gemeindetag, Städtetag"
    team_tending.tend()
    assert "emil@example.org" in letters("Ergebnis vom") and not Interest.objects.exists()


def test_a_result_that_was_looked_through_is_reviewed(clock):
    ben, cem, dana = three_officers()
    team, article, _emil = _with_text(ben, cem, dana)
    _released(team, article, ada())
    team_tending.tend()
    clock.move_to("2027-03-02 10:00+01:00")
    team_tending.tend()
    team.refresh_from_db()
    assert team.stage == TopicTeam.RELEASED
    renew(article, by=ben)
    team_tending.tend()
    team.refresh_from_db()
    assert team.stage == TopicTeam.REVIEWED


def test_it_does_not_dissolve_before_somebody_answers_for_the_result():
    ben, cem, dana = three_officers()
    team, article, emil = _with_text(ben, cem, dana)
    _released(team, article, ada())
    with pytest.raises(Refusal, match="zuständig"):
        team_dissolving.dissolve(team, by=ben)
    with pytest.raises(Refusal, match="zuständig"):
        team_dissolving.dissolve(team, by=ben, owner=emil)
    team = team_dissolving.dissolve(team, by=ben, owner=cem)
    article.refresh_from_db()
    assert (team.state, article.owner, article.is_in_force) == (TopicTeam.DISSOLVED, cem, True)
    team.room.refresh_from_db()
    assert (team.room.is_archived, team.room.kept_months) == (True, 3)
    assert team.group.token in tokens_of(dana)  # she reads the archive until its day
    assert letters("hat sich aufgelöst") == {"cem@example.org", "dana@example.org"}


def test_the_speaker_of_a_circle_can_answer_for_it():
    ben, cem, dana = three_officers()
    team, article, emil = _with_text(ben, cem, dana)
    circle = Group.objects.create(name="Kreis", kind=Group.CIRCLE, association_id="gemeindetag")
    join(circle, emil, role=Membership.SPEAKER)
    _released(team, article, ada())
    team_dissolving.dissolve(team, by=ben, owner=emil)
    article.refresh_from_db()
    assert article.owner == emil


def test_a_draft_stays_with_whoever_takes_it():
    ben, cem, dana = three_officers()
    team, article, _emil = _with_text(ben, cem, dana)
    team_dissolving.dissolve(team, by=ben, owner=dana)
    team_dissolving.forget_inside(TopicTeam.objects.filter(pk=team.pk))
    article.refresh_from_db()
    assert article.owner == dana and may_write(dana, article)
    assert not may_write(cem, article)


def test_what_it_had_inside_goes_after_its_days_and_the_result_stays():
    ben, cem, dana = three_officers()
    team, article, _emil = _with_text(ben, cem, dana)
    _released(team, article, ada())
    team_dissolving.dissolve(team, by=ben, owner=cem)
    team_dissolving.forget_inside(TopicTeam.objects.filter(pk=team.pk))
    team.refresh_from_db()
    article.refresh_from_db()
    assert team.group is None and not Group.objects.exists() and team.mix == "Gemeindetag, Städtetag"
    assert article.is_in_force and article.team_name == "ThemenTeam Sprachmittlung"


def test_whoever_wants_no_letters_of_a_team_gets_none():
    ben, cem, dana = three_officers()
    team, article, emil = _with_text(ben, cem, dana)
    teaming.say(team, Interest.READS, by=emil)
    teaming.quiet(team, emil)
    follow(dana, Follow.NEVER, room=team.room)
    _released(team, article, ada())
    team_tending.tend()
    assert letters("Ergebnis vom") == {"ben@example.org", "cem@example.org"}


def test_the_table_says_of_every_stage_what_may_be_done():
    assert set(ALLOWED) == {state for state, _said in TopicTeam.STATES}
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    a_team_guest(team, ben)
    guest = team.guests.get().person
    outsider = an_officer("Emil Roth")
    may = {
        person.name: {act for act in ALLOWED[team.stage] if may_do(person, team, act)}
        for person in (ben, cem, guest, outsider, ada())
    }
    assert may == {
        "Ben Okonkwo": {
            "say", "join", "change", "take in", "leave", "host", "dissolve", "write", "open draft",
        },
        "Cem Aydoğan": {"say", "join", "leave", "write", "open draft"},
        "Eva Stern": {"leave"},
        "Emil Roth": {"say", "join"},
        "Ada Lindqvist": {"say", "join", "take in", "dissolve"},
    }  # fmt: skip
    assert not is_allowed(team_dissolving.dissolve(team, by=ben), "dissolve", {STEERS})


def test_the_mix_of_a_proposal_is_of_those_who_are_in_and_not_of_those_who_read_along():
    ben, cem, dana = three_officers()
    team = a_proposal(ben)
    teaming.say(team, Interest.READS, by=cem)
    mix = mixes_in([team])[team.pk]
    assert (mix.present, mix.people) == (["Gemeindetag"], 1)
    assert [part.name for part in mix.parts] == ["Gemeindetag", "Landkreistag", "Städtetag"]


def test_what_a_member_suggests_meanwhile_is_taken_over_by_a_click():
    ben, cem, dana = three_officers()
    team, article, emil = _with_text(ben, cem, dana)
    team_texts.open_draft(team, in_days(14), by=ben)
    section = article.sections.first()
    suggestion = suggest(section, as_written(section), "Mit einer Pauschale je Stunde.", by=emil)[0]
    accept(suggestion, "", by=cem)
    section.refresh_from_db()
    assert section.source == "Mit einer Pauschale je Stunde."
