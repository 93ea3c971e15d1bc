"""The ThemenTeams of the demo: one that looks for people, one whose draft is out for comments, one with a result."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dreiklang.dialogue.models import Follow, Moderator, Room
from dreiklang.exchange import team_searchable
from dreiklang.exchange.actions.teaming import remember_mix
from dreiklang.exchange.models import Interest, TeamGuest, TopicTeam
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import MEMBERS
from dreiklang.library.actions.writing import add_section, begin, save_section
from dreiklang.library.models import Article
from dreiklang.people.models import FieldOfAction, Person

RESULT = "monitoring-mit-zehn-kennzahlen"  # a page of the library's demo that a team wrote
GUEST = "eva.sternberg@example.org"


@transaction.atomic
def furnish(tell=print) -> None:
    """Bring them where there are none. Written directly: no letters go out for what is long past."""
    people = {person.email.partition("@")[0]: person for person in Person.objects.filter(is_demo=True)}
    if TopicTeam.objects.filter(is_demo=True).exists() or not {"ben", "cem", "dana"} <= people.keys():
        return
    _seeking(people)
    _at_work(people)
    _with_result(people)
    tell(f"ThemenTeams der Demo neu: {TopicTeam.objects.filter(is_demo=True).count()}")


def _seeking(people: dict) -> None:
    team = _team(
        people["cem"], "Anmietung von Wohnraum", "wohnen", 9, outcome=Article.POINTER,
        question="Wie mieten Kommunen private Wohnungen an, ohne selbst Vermieterin zu werden?",
        why="Vier Landkreise verhandeln gerade Rahmenverträge. Was dort schiefging, sollten die nächsten wissen, bevor "
            "sie unterschreiben.",
    )  # fmt: skip
    for key, how in (("cem", Interest.IN), ("darko", Interest.IN), ("clara", Interest.READS)):
        if key in people:
            Interest.objects.create(team=team, person=people[key], how=how)


def _at_work(people: dict) -> None:
    team = _team(
        people["ben"], "Sprachmittlung im Bürgeramt", "sprache", 70, outcome=Article.PROPOSAL,
        question="Wie finanzieren kleine Gemeinden Sprachmittlung im Bürgeramt auf Dauer?",
        why="Die Projektförderung endet im Sommer. Danach müssen die Gemeinden selbst wissen, was ein Einsatz kosten "
            "darf und wer ihn bestellt.",
    )  # fmt: skip
    _give_inside(team, people["ben"], people["cem"], people["dana"])
    team.group.link = "https://video.example.org/themenwerkstatt-sprache"
    team.group.save(update_fields=["link"])
    _invite_expert(team, people["ben"])
    article = begin(team.outcome, team.question[:150], by=people["ben"], team=team.group, readers=MEMBERS)
    lead = article.sections.first()
    first = ("Ein fester Topf im Kreis und ein einfacher Abruf durch die Gemeinden kosten weniger als Einzelaufträge, "
             "und niemand muss vor jedem Termin fragen, wer zahlt.")  # fmt: skip
    save_section(lead, "", first, by=people["ben"], seen=1)
    add_section(article, "Was ein Einsatz kostet", "- Pauschale von 35 Euro je angefangener Stunde\n- Fahrtkosten nur "
                "über 20 Kilometer\n- Telefondolmetschen für kurze Anliegen", by=people["cem"])  # fmt: skip
    add_section(article, "Wer bestellt", "Das Bürgeramt bestellt selbst, der Landkreis rechnet im Quartal ab.",
                by=people["dana"])  # fmt: skip
    until = timezone.localdate() + timedelta(days=12)
    Article.objects.filter(pk=article.pk).update(is_out_for_comments=True, is_demo=True)
    team.article, team.state, team.comment_until, team.is_draft_announced = article, TopicTeam.COMMENT, until, True
    team.save()
    remember_mix(team)
    team_searchable.keep(team)
    if "clara" in people:
        Interest.objects.create(team=team, person=people["clara"], how=Interest.READS)


def _invite_expert(team: TopicTeam, speaker: Person) -> None:
    until = timezone.localdate() + timedelta(days=30)
    expert = Person.objects.filter(email=GUEST).first() or Person.objects.create_user(
        GUEST, None, name="Eva Sternberg", function="Rechtsanwältin für Vergaberecht", is_member=False, is_demo=True
    )
    join(team.group, expert, role=Membership.GUEST, until=until)
    TeamGuest.objects.create(
        team=team, name=expert.name, email=expert.email, until=until, invited_by=speaker, person=expert,
        has_new_account=True,
    )  # fmt: skip


def _with_result(people: dict) -> None:
    article = Article.objects.select_related("team", "release").filter(slug=RESULT, team__isnull=False).first()
    if article is None:
        return
    ids = article.team.memberships.values_list("person", flat=True)
    members = [person for person in people.values() if person.pk in set(ids)]
    if not members:
        return
    team = _team(
        members[0], "Monitoring", "monitoring", 500, outcome=article.kind,
        question="Welche Kennzahlen genügen, um kommunale Integration zu beobachten?",
        why="Viele Kommunen legen nach der Wahl dem Rat zum ersten Mal Zahlen vor.",
    )  # fmt: skip
    team.group = article.team
    _give_inside(team, *members)
    team.article, team.state, team.started_on = article, TopicTeam.REVIEWED, timezone.localdate() - timedelta(days=470)
    team.save()
    remember_mix(team)
    if team.mix:
        article.release.content["team_from"] = team.mix
        article.release.save(update_fields=["content"])
    team_searchable.keep(team)


def _team(person: Person, name: str, field: str, days_ago: int, **facts) -> TopicTeam:
    proposed_on = timezone.localdate() - timedelta(days=days_ago)
    team = TopicTeam.objects.create(name=name, proposed_by=person, proposed_on=proposed_on, is_demo=True, **facts)
    team.fields.set(FieldOfAction.objects.filter(slug=field))
    team_searchable.keep(team)
    return team


def _give_inside(team: TopicTeam, speaker: Person, *others: Person) -> None:
    team.group = team.group or Group.objects.create(name=team.said_name, kind=Group.TOPIC_TEAM)
    slug = f"thementeam-{team.pk.hex[:8]}"
    team.room = Room.objects.create(
        title=team.said_name, slug=slug, kind=Room.TOPIC, about=team.question, readers=team.group.token,
        writers=team.group.token, takes_protected=False,
    )  # fmt: skip
    team.started_on = team.proposed_on + timedelta(days=20)
    team.save()
    for person in (speaker, *others):
        join(team.group, person, role=Membership.SPEAKER if person is speaker else Membership.MEMBER)
        Follow.objects.get_or_create(person=person, room=team.room, defaults={"how": Follow.BUNDLED})
    Moderator.objects.get_or_create(room=team.room, person=speaker)
