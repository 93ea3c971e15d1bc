"""A ThemenTeam from the proposal to its start, and who comes and goes afterwards."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue.actions.following import follow
from dreiklang.dialogue.actions.rooms import name_moderator, open_room
from dreiklang.dialogue.models import Follow, Moderator, Room, Thread, Trace
from dreiklang.exchange import team_searchable
from dreiklang.exchange.actions.team_letters import insiders_of, said_by, speakers_of, tell
from dreiklang.exchange.mix import Mix, mixes_of
from dreiklang.exchange.models import Interest, TopicTeam
from dreiklang.exchange.rules import may_do, may_propose_team
from dreiklang.exchange.team_stages import CHANGE, GIVE_UP, JOIN, LEAVE, SAY, START, TAKE_IN
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups import actions as groups
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import MEMBERS, holders
from dreiklang.library.models import Article
from dreiklang.people.models import Person

_FACTS = ("name", "question", "why", "outcome", "joining")


@transaction.atomic
def propose(*, by, fields=(), thread: Thread | None = None, public_id: UUID | None = None, **facts) -> TopicTeam:
    """A question looks for people. Sent twice, the same one. Whoever proposes is the first who is in."""
    if not may_propose_team(by):
        raise Refusal(_("Ein ThemenTeam schlagen Mitglieder des Netzwerks vor."))
    if there := TopicTeam.objects.filter(pk=public_id, proposed_by=by).first():
        return there
    if thread is not None and thread.is_kept_inside:
        raise Refusal(_("Aus diesem Thema soll nichts den Raum verlassen."))
    team = TopicTeam.objects.create(pk=public_id or fresh_id(), proposed_by=by, thread=thread, **facts)
    team.fields.set(fields)
    Interest.objects.create(team=team, person=by, how=Interest.IN)
    if thread and _is_read_by_members_alone(thread):
        Trace.objects.get_or_create(
            thread=thread, direction=Trace.TO, path=team.path, defaults={"label": team.said_name}
        )
    team_searchable.keep(team)
    return team


def _is_read_by_members_alone(thread: Thread) -> bool:
    """Whoever reads the thread may then follow its trace to the team."""
    if thread.readers == MEMBERS:
        return True
    return thread.readers.startswith("group:") and not holders(thread.readers).filter(is_member=False).exists()


@transaction.atomic
def change(team: TopicTeam, *, by, fields=None, link: str | None = None, **facts) -> TopicTeam:
    """The question put better, how one comes in, and the video room, which only the team reads."""
    team = lock(team)
    _require(team, by, CHANGE, _("Das ändert, wer den Vorschlag gemacht hat oder für das Team spricht."))
    for name in _FACTS:
        setattr(team, name, facts.get(name, getattr(team, name)))
    team.save(update_fields=_FACTS)
    if fields is not None:
        team.fields.set(fields)
    if link is not None and team.group:
        team.group.link = link
        team.group.save(update_fields=["link"])
    team_searchable.keep(team)
    return team


@transaction.atomic
def say(team: TopicTeam, how: str, *, by) -> Interest | None:
    """That she is in, reads along, wants no letters; or nothing any more. Once a team works, "in" brings her into it,
    or asks it to take her. None where nothing is left to say: she is in."""
    team = lock(team)
    _require(team, by, SAY, _("Dieses ThemenTeam ist beendet, oder Sie gehören nicht zum Netzwerk."))
    if not how:
        Interest.objects.filter(team=team, person=by).delete()
        return None
    if how == Interest.IN and team.has_begun:
        if by.pk in insiders_of(team):
            return None
        if team.joining == TopicTeam.OPEN and may_do(by, team, JOIN):
            bring_in(team, by)
            return None
    said, is_new = Interest.objects.update_or_create(team=team, person=by, defaults={"how": how})
    if how == Interest.IN and team.has_begun and is_new:
        tell(team, "team_asked_to_join", speakers_of(team), by=by, asker=by)
    return said


@transaction.atomic
def quiet(team: TopicTeam, person) -> None:
    """From the link in a letter: no more of this team, whatever she is to it."""
    team = lock(team)
    if team.group_id and Membership.objects.standing().filter(group=team.group_id, person=person).exists():
        follow(person, Follow.NEVER, room=team.room)
    elif not team.is_over:
        Interest.objects.update_or_create(team=team, person=person, defaults={"how": Interest.QUIET})


@transaction.atomic
def start(team: TopicTeam, *, by) -> TopicTeam:
    """From now on it works: a group, a room that only it reads, and whoever proposed speaks for it."""
    team = lock(team)
    if team.has_begun:
        return team
    _require(team, by, START, _("Starten kann das Team, wer es vorgeschlagen hat, und das Programmteam."))
    people = list(Person.objects.able().filter(pk__in=said_by(team, Interest.IN), is_member=True).order_by("pk"))
    if missing := missing_in(mixes_of({team.pk: [person.pk for person in people]})[team.pk]):
        raise Refusal(missing)
    group = groups.found(team.said_name, Group.TOPIC_TEAM, by=by)
    speaker = next((person for person in people if person.pk == team.proposed_by_id), people[0])
    team.group, team.state, team.started_on = group, TopicTeam.ACTIVE, timezone.localdate()
    team.room = open_room(
        by=by, title=team.said_name, kind=Room.TOPIC, about=team.question, readers=group.token, writers=group.token,
        takes_protected=False,
    )  # fmt: skip
    team.save(update_fields=["group", "room", "state", "started_on"])
    for person in people:
        bring_in(team, person, role=Membership.SPEAKER if person == speaker else Membership.MEMBER)
    name_moderator(team.room, speaker, by=by)
    record(by, "topic_team.started", f"topic_team:{team.pk}")
    tell(team, "team_started", [*insiders_of(team), *said_by(team, Interest.READS)], by=by, speaker=speaker)
    return team


def missing_in(mix: Mix) -> str:
    """What a proposal still needs, as a sentence; empty when it can start."""
    if mix.people < settings.TEAM_PEOPLE:
        return _("Es fehlen noch Personen: Ein ThemenTeam beginnt mit mindestens %(n)s.") % {"n": settings.TEAM_PEOPLE}
    if len(mix.present) < settings.TEAM_ASSOCIATIONS:
        return _("Es fehlt noch ein Verband: Ein ThemenTeam beginnt, wenn mindestens %(n)s Verbände dabei sind.") % {
            "n": settings.TEAM_ASSOCIATIONS
        }
    return ""


def bring_in(team: TopicTeam, person, *, role: str = Membership.MEMBER) -> None:
    """She works in it. She hears of its room in bundles, unless she said otherwise."""
    groups.join(team.group, person, role=role)
    Interest.objects.filter(team=team, person=person).delete()
    if not Follow.objects.filter(person=person, room=team.room).exists():
        follow(person, Follow.BUNDLED, room=team.room)
    remember_mix(team)


def remember_mix(team: TopicTeam) -> None:
    """On the team and on its page: of which associations it is made."""
    said = mixes_of({team.pk: insiders_of(team)})[team.pk].said
    if said and said != team.mix:
        team.mix = said
        team.save(update_fields=["mix"])
        if team.article_id:
            Article.objects.filter(pk=team.article_id).update(team_from=said)


@transaction.atomic
def take_in(team: TopicTeam, person, *, by) -> None:
    team = _with_request(team, person, by)
    if team.interests.filter(person=person, how=Interest.IN).exists():
        bring_in(team, person)
        record(by, "topic_team.taken_in", f"topic_team:{team.pk}", person.pk)
        tell(team, "team_took_in", [person.pk], by=by)


@transaction.atomic
def decline(team: TopicTeam, person, *, by) -> None:
    """She may still read along; that is what she is told."""
    team = _with_request(team, person, by)
    if team.interests.filter(person=person, how=Interest.IN).update(how=Interest.READS):
        record(by, "topic_team.declined", f"topic_team:{team.pk}", person.pk)
        tell(team, "team_declined", [person.pk], by=by)


def _with_request(team: TopicTeam, person, by) -> TopicTeam:
    team = lock(team)
    _require(team, by, TAKE_IN, _("Darüber entscheidet, wer für das Team spricht."))
    return team


@transaction.atomic
def leave(team: TopicTeam, *, by) -> None:
    """She works in it no more. Whoever alone speaks for it says first who will; the last one dissolves it."""
    team = lock(team)
    _require(team, by, LEAVE, _("Sie gehören nicht zu diesem Team."))
    speakers, inside = insiders_of(team, Membership.SPEAKER), insiders_of(team)
    if inside == [by.pk]:
        raise Refusal(_("Sie sind die letzte Person im Team. Bitte lösen Sie es auf."))
    if speakers == [by.pk]:
        raise Refusal(_("Sie sprechen für das Team. Bitte bestimmen Sie zuerst, wer das übernimmt."))
    put_out(team, by)
    remember_mix(team)


def put_out(team: TopicTeam, person) -> None:
    """What she held of the team goes with her: its care, and that she heard of it."""
    groups.leave(team.group, person)
    Moderator.objects.filter(room=team.room, person=person).delete()
    Follow.objects.filter(room=team.room, person=person).delete()


@transaction.atomic
def speak(team: TopicTeam, membership: Membership, *, by) -> None:
    """Somebody else speaks for it from now on, beside whoever does; she looks after its room."""
    team = lock(team)
    _require(team, by, TAKE_IN, _("Das bestimmt, wer für das Team spricht."))
    if membership.is_guest or membership.group_id != team.group_id:
        raise Refusal(_("Für das Team spricht, wer darin mitarbeitet."))
    groups.change_role(membership, Membership.SPEAKER, by=by)
    name_moderator(team.room, membership.person, by=by)


@transaction.atomic
def give_up(team: TopicTeam, reason: str = "", *, by) -> TopicTeam:
    """A proposal is taken back."""
    team = lock(team)
    if team.state == TopicTeam.LAPSED:
        return team
    _require(team, by, GIVE_UP, _("Einen Vorschlag zieht zurück, wer ihn gemacht hat, oder das Programmteam."))
    return lapse(team, reason.strip() or _("Der Vorschlag wurde zurückgezogen."), by=by)


def lapse(team: TopicTeam, because: str, *, by=None) -> TopicTeam:
    """It did not come about: everybody who said something hears so, and nothing stays of who it was."""
    team.state, team.ended_on, team.ended_because = TopicTeam.LAPSED, timezone.localdate(), because[:300]
    team.save(update_fields=["state", "ended_on", "ended_because"])
    tell(team, "team_lapsed", [*said_by(team, Interest.IN), *said_by(team, Interest.READS)], by=by)
    team.interests.all().delete()
    Trace.objects.filter(path=team.path, direction=Trace.TO).delete()
    team_searchable.keep(team)
    record(by, "topic_team.lapsed", f"topic_team:{team.pk}")
    return team


def lock(team: TopicTeam) -> TopicTeam:
    """As it is now, until the end of the transaction."""
    TopicTeam.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
    return TopicTeam.objects.with_result().select_related("group", "room").get(pk=team.pk)


def _require(team: TopicTeam, by, act: str, sentence: str) -> None:
    if not may_do(by, team, act):
        raise Refusal(sentence)
