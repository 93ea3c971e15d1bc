"""What the demo does not show by itself: a call with its applicants, a speaker, a guest, a list of participants."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from dreiklang.debates.actions.computing import publish_due
from dreiklang.debates.actions.halls import close
from dreiklang.debates.models import Hall, HallQuestion, Poll, Statement, Thesis
from dreiklang.debates.tests.hall_makers import a_hall, a_question
from dreiklang.debates.tests.makers import a_debate, a_statement
from dreiklang.debates.tests.poll_makers import a_poll
from dreiklang.dialogue.actions.rooms import lock_room
from dreiklang.dialogue.actions.telling import stop_path
from dreiklang.dialogue.models import Agreement, Room, Thread
from dreiklang.events.actions import contributing, speaking
from dreiklang.events.models import Event, Material
from dreiklang.events.tests.makers import an_event
from dreiklang.exchange.actions.counsel import begin as begin_counsel
from dreiklang.exchange.actions.counsel import take_role
from dreiklang.exchange.actions.lunch_choosing import begin, give
from dreiklang.exchange.counsel_steps import CHAIR
from dreiklang.exchange.models import LunchMeeting, LunchQuestion, Signal
from dreiklang.foundation.files import accept
from dreiklang.foundation.licences import CC_BY
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.actions import papering
from dreiklang.library.actions.adopting import adopt
from dreiklang.library.actions.authoring import add_author
from dreiklang.library.actions.filing import attach
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.actions.resting_on import version_of, write_sources
from dreiklang.library.actions.writing import add_section, save_section, take_out
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import a_draft, a_page_file, a_text, an_article
from dreiklang.people.models import Person
from dreiklang.places.models import Municipality
from dreiklang.seats.actions import calling, deciding, drawing
from dreiklang.seats.actions.applying import apply
from dreiklang.seats.models import Question, Quota, Registration, Seats
from dreiklang.training.actions import hosting, importing
from dreiklang.training.demo_listening import TITLE
from dreiklang.training.models import Run
from dreiklang.training.participant_list import read

PEOPLE = ("ben", "cem")
LIST = "Name;E-Mail;Kommune\nCem Yıldız;cem@example.org;Au\nNele Neu;nele@example.net;See\n"


def paths_of_calls(ada: Person) -> dict[str, list[str]]:
    """Four calls: open, drawn by lot but not decided, decided, and one that waits for its first application."""
    titles = ("Werkstatt Einbürgerung", "Fachtag Wohnen", "Praxistag Ehrenamt", "Studienfahrt nach Wien")
    calls = [a_call(ada, title) for title in titles]
    for seats in calls[:3]:
        for person in _applicants():
            apply(seats, person, _answers(seats))
    open_call, drawn, decided, empty = calls
    for seats in (drawn, decided):
        Seats.objects.filter(pk=seats.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
        drawing.draw(seats, by=ada)
    ben = decided.registrations.get(person__email="ben@example.org")
    deciding.decide(decided, [ben], Registration.OFFERED, by=ada, reason="Nach dem Los und den Kontingenten.")
    deciding.decide_by_rule(decided, by=ada, seen=deciding.propose(decided).version)
    cem = decided.registrations.get(person__email="cem@example.org")
    question, quota = open_call.questions.first(), open_call.quotas.first()
    of_team = [reverse(name, args=[seats.pk]) for seats in calls for name in ("applications", "call")]
    of_team += [reverse(name, args=[open_call.pk]) for name in ("new_question", "new_quota", "proposed_choice")]
    of_team += [reverse("edit_question", args=[question.pk]), reverse("edit_quota", args=[quota.pk])]
    return {
        "": [reverse("lots", args=[open_call.pk]), reverse("lots", args=[decided.pk]), open_call.address],
        "ben": [
            *(reverse("application", args=[seats.pk]) for seats in (open_call, empty)),
            *(f"/anmeldung/{one.secret}/" for one in (drawn.registrations.get(person=ben.person), ben)),
            open_call.address, decided.address,
        ],
        "cem": [f"/anmeldung/{cem.secret}/"],
        "ada": [*of_team, reverse("proposed_choice", args=[drawn.pk]), open_call.address],
    }  # fmt: skip


def paths_of_speakers(ada: Person) -> dict[str, list[str]]:
    event = an_event("Vortrag zur Sprachförderung", days=20, speakers=[("Dr. Lea Roth", "Universität Musterstadt")])
    lea = event.speakers.get()
    facts = {"name": lea.name, "role": lea.role, "slot": "10:30 bis 11:15 Uhr", "email": "lea@example.net"}
    lea = speaking.describe(lea, **facts, asks_first=True, by=ada)
    speaking.brief(event, "Bitte sprechen Sie **frei** und höchstens 30 Minuten.\n\n- Beamer und Ton sind da.", by=ada)
    lea = speaking.send_link(lea, by=ada)
    item = contributing.contribute(
        lea, title="Folien", url="https://example.org/folien", allowed=Material.SEATED, licence=CC_BY
    )
    hers = reverse("speaker", args=[lea.secret])
    return {
        "": [
            hers, f"{hers}material/", f"{hers}material/{item.pk}/",
            reverse("contribution_withdrawal", args=[lea.secret, item.pk]), "/mitwirkung/abgelaufen/",
        ],
        "ada": [reverse("speakers", args=[event.slug]), reverse("edit_speaker", args=[event.slug, lea.pk])],
    }  # fmt: skip


def paths_of_partners(ada: Person) -> dict[str, list[str]]:
    run, over = Run.objects.get(title="Neuer Durchgang (Demo)"), Run.objects.get(title=TITLE)
    until = timezone.localdate() + timedelta(days=30)
    guest = hosting.invite_guest(run, name="Gerda Gast", email="gerda@example.net", until=until, by=ada)
    importing.bring_in(over, read(LIST.encode()), by=ada)
    team = [reverse(name, args=[each.pk]) for each in (run, over) for name in ("run_guests", "run_list", "run_report")]
    date, slug = run.dates.first(), run.programme.slug
    session = Event.objects.filter(part_of__in=run.dates.values("event")).order_by("starts").first()
    return {
        "": [reverse("run_guest", args=[guest.secret]), "/gast/abgelaufen/"],
        "ada": [
            *team,
            reverse("papers", args=[date.event_id]),
            reverse("papers", args=[session.pk]),
            reverse("new_run", args=[slug]),
            reverse("detach_date", args=[run.pk, date.pk]),
            reverse("plan_run", args=[run.pk]),
            reverse("new_session", args=[date.event.slug]),
            reverse("new_block", args=[slug]),
            reverse("discard_block", args=[slug, date.block.slug]),
        ],
    }


def a_call(ada: Person, title: str) -> Seats:
    seats = an_event(title, days=60, capacity=4, open_to="members", kind=Event.SESSION).seats
    lead = "Wir suchen Kommunen, die in diesem Jahr etwas Neues beginnen. Was haben Sie vor?"
    calling.call(seats, by=ada, lead=lead, order=Seats.BY_LOT)
    calling.ask(seats, {"kind": Question.DECLARATION, "label": "Die Freigabe durch meine Dienststelle liegt vor."})
    calling.ask(seats, {"kind": Question.TEXT, "label": "Was haben Sie vor?", "help": "Drei Sätze genügen."})
    choices = {
        "kind": Question.CHOICE,
        "label": "Wo übernachten Sie?",
        "choices": "Im Haus\nAnderswo",
        "is_required": False,
    }
    calling.ask(seats, choices)
    facts = {"label": "Landkreise", "places": 1, "criterion": Quota.KIND, "value": Municipality.LANDKREIS}
    calling.reserve(seats, facts | {"released_on": timezone.localdate() + timedelta(days=30)}, by=ada)
    Seats.objects.filter(pk=seats.pk).update(closes_at=timezone.now() + timedelta(days=7))
    return Seats.objects.get(pk=seats.pk)


def _answers(seats: Seats) -> dict:
    given = {Question.DECLARATION: "yes", Question.CHOICE: "Im Haus"}
    said = "Wir eröffnen ein Begegnungscafé und suchen Rat, wie wir die Vereine gewinnen."
    return {question: given.get(question.kind, said) for question in seats.questions.all()}


def _applicants() -> list[Person]:
    members = Person.objects.filter(is_demo=True, is_team=False, is_operator=False)
    known = [members.get(email=f"{name}@example.org") for name in PEOPLE]
    others = members.exclude(pk__in=[person.pk for person in known]).exclude(email="dana@example.org")
    return [*known, *others.order_by("email")[:10]]


def paths_of_rooms(ada: Person) -> dict[str, list[str]]:
    """Rooms that are read, narrowed, empty, locked; the team's pages of them; following and the house rules."""
    ben = Person.objects.get(email="ben@example.org")
    Agreement.objects.filter(person__email="cem@example.org").delete()
    all_of_them, circle = Room.objects.get(slug="alle"), Room.objects.get(slug="kreis-staedte")
    voice = Thread.objects.filter(room=all_of_them, voices__isnull=False).first()
    lock_room(Room.objects.get(slug="regionalrunde"), reason="Streit", by=ada)
    of_team = f"/team/raeume/{circle.pk}/"
    return {
        "": [stop_path(ben, "thread", voice.pk), stop_path(ben, "bundle"), "/dialog/"],
        "ben": ["/dialog/", all_of_them.path, f"{all_of_them.path}?stand=open", f"{all_of_them.path}?q=nichts",
                "/dialog/raeume/regionalrunde/", voice.path, "/dialog/folgen/"],
        "cem": ["/dialog/hausregeln/?next=/dialog/", voice.path],
        "ada": ["/team/raeume/", "/team/raeume/neu/", of_team, f"{of_team}bearbeitung/", f"{circle.path}sperre/"],
    }  # fmt: skip


def paths_of_papers(ada: Person) -> dict[str, list[str]]:
    """Council papers: one with a page and an answer and all that is said of them, and somebody who has none."""
    ben, dana = (Person.objects.get(email=f"{name}@example.org") for name in ("ben", "dana"))
    page = an_article(dana, ada, title="Seite für eine Vorlage", readers=PUBLIC)
    inner = an_article(dana, ada, title="Seite für Mitglieder", readers=MEMBERS, checked_until=timezone.localdate())
    thread = Thread.objects.filter(kind=Thread.QUESTION, readers=MEMBERS, size__gt=1, stays_inside=False).first()
    paper = papering.begin_paper({"title": "Sprachmittlung", "proposal": "1. Ein Pool wird eingerichtet."}, by=ben)
    items = papering.collect(paper, page, inner, thread.posts.get(number=2), thread.posts.get(number=1), by=ben)
    papering.word(items[0], "whole", "Für uns der zweite Weg.", by=ben)
    papering.take_from(items[-1], by=ben)
    return {
        "ben": [
            "/praxis/vorlagen/", "/praxis/vorlagen/neu/", paper.path, f"{paper.path}text/", f"{paper.path}loeschung/",
            items[0].path, items[2].path, page.path, f"/praxis/vorlagen/aus/seite/{page.slug}/",
            f"/praxis/vorlagen/aus/thema/{thread.pk}/",
        ],
        "cem": ["/praxis/vorlagen/", page.path],
    }  # fmt: skip


def paths_of_workrooms(ada: Person) -> dict[str, list[str]]:
    """A page that two write, with sources and a file; two versions side by side; a practice example, still empty."""
    ben, cem = (Person.objects.get(email=f"{name}@example.org") for name in ("ben", "cem"))
    article = a_draft(ben, title="Sprachmittlung bezahlen: welche Wege es gibt")
    add_author(article, cem, by=ben)
    costs = add_section(article, "Kosten", "| Weg | Kosten |\n| --- | --- |\n| Ehrenamt | 20 bis 30 € |", by=ben)
    section = add_section(article, "Zuerst zu klären", "Wer bestellt?\n\nWer bezahlt die Fahrt?", by=ben)
    save_section(section, section.heading, "Wer bestellt, bis wann?\n\nWer bezahlt die Fahrt?", by=cem, seen=1)
    rival = save_section(section, section.heading, "Wer bestellt?\n\nWer bezahlt Fahrt und Parken?", by=ben, seen=1)
    take_out(add_section(article, "Später", "Vielleicht.", by=ben), by=ben)
    write_sources(article, [{"title": "Leitfaden", "url": "https://example.org/", "note": ""}], by=ben,
                  seen=version_of([]))  # fmt: skip
    attach(article, accept(ContentFile(b"Guten Tag", name="muster.txt")), "Muster einer Vereinbarung", by=ben)
    example = a_draft(ben, title="Wohnungen gewinnen", kind=Article.EXAMPLE)
    of_ben = [reverse(name, args=[article.pk]) for name in (
        "workroom", "new_section", "facts", "authors", "sources", "draft_files", "discard_article",
    )]  # fmt: skip
    return {
        "ben": ["/praxis/neu/", "/praxis/entwuerfe/", *of_ben, costs.workplace, section.workplace, rival.path,
                f"{section.workplace}fassungen/", f"{section.workplace}fassungen/?fassung=2&mit=1",
                example.workroom, reverse("facts", args=[example.pk])],
        "cem": [rival.path], "dana": ["/praxis/entwuerfe/"], "ada": [article.workroom],
    }  # fmt: skip


def paths_of_pages(ada: Person) -> dict[str, list[str]]:
    """The PraxisPortal as it is read: an example that others adopted, an outdated page that it cites, a working aid
    with its files, one that was withdrawn, and lists that are chosen from and empty."""
    ben, today = Person.objects.get(email="ben@example.org"), timezone.localdate()
    old = an_article(ben, ada, title="Was einmal galt", readers=PUBLIC, checked_until=today - timedelta(days=60))
    example = an_article(
        ben, ada, title="Ein Topf für alle", kind=Article.EXAMPLE, readers=PUBLIC, source=f"Siehe [dort]({old.path})."
    )
    place = ben.current_office.municipality
    Article.objects.filter(pk=example.pk).update(cost="low", staff="low", duration="short", contact="Rathaus")
    adopted = adopt(example, "Bei uns zahlt der Kreis.", by=ben)
    aid = a_draft(ben, title="Muster für den Rat", kind=Article.AID, readers=PUBLIC)
    a_page_file(aid)
    for note in ("", "Neue Zahlen"):
        put_in_force(aid, [], by=ada, as_of=today, checked_until=today + timedelta(days=365), note=note)
        a_text(aid.sections.first(), "Ganz anders.", ben)
    Article.objects.filter(pk=aid.pk).update(municipality=place)
    gone = an_article(ben, ada, title="Vorbei", readers=PUBLIC)
    Article.objects.filter(pk=gone.pk).update(state=Article.WITHDRAWN, withdrawn_reason="Das Programm ist zu Ende.")
    return {
        "": ["/praxis/", "/praxis/?art=example&aktuell=1", "/praxis/?feld=wohnen&kosten=high", old.path, example.path,
             aid.path, f"{aid.path}fassungen/", f"{aid.path}fassungen/?von=1&bis=2", gone.path],
        "ben": ["/praxis/?folge=aehnlich", example.path, f"{example.path}uebernahme/", f"{old.path}uebernahme/"],
        "ada": [aid.path, example.path, f"{example.path}uebernahme/{adopted.pk}/"],
    }  # fmt: skip


def paths_of_debates(ada) -> dict[str, list[str]]:
    """One that everybody answers, the demo's that runs and the one that is over, a draft, and what looks after them."""
    public = a_debate(readers="public", takes_guests=True, slug="debatte-fuer-alle")
    draft = a_debate(is_draft=True, days=(2, 9), slug="debatte-entwurf")
    a_statement(public, "Wartet noch.", state=Statement.WAITING)
    a_statement(public, "Herr Muster soll gehen.", state=Statement.DECLINED, reason="Bitte keine Namen.")
    publish_due()
    runs, over = (f"/dialog/debatten/{slug}/" for slug in ("wofuer-die-halbe-stelle", "sprachmittlung-im-kreis"))
    report = f"{public.path}aussagen/{public.statements.first().pk}/meldung/"
    mend = f"{draft.path}aussagen/{draft.statements.first().pk}/schreibfehler/"
    thesis = Thesis.objects.get(is_demo=True).path
    polls = [poll.path for poll in Poll.objects.filter(is_demo=True).order_by("ends")]
    team_polls = [a_poll(Poll.RANKING).path, f"{a_poll(is_draft=True).path}veroeffentlichung/"]
    return {
        "": ["/dialog/debatten/", "/dialog/debatten/argumente/", public.path, report, f"{public.path}antworten/"],
        "ben": [runs, over, f"{over}ergebnis/", f"{thesis}?offen=1", f"{thesis}neu/?seite=dafuer",
                "/dialog/debatten/umfragen/", *polls],
        "cem": [f"{runs}antworten/", f"{runs}ergebnis/"],
        "ada": ["/dialog/debatten/neu/", draft.path, f"{draft.path}betreuung/", f"{draft.path}bearbeitung/", mend,
                f"{public.path}betreuung/", f"{over}was-daraus-wurde/", "/dialog/debatten/argumente/neu/",
                "/dialog/debatten/umfragen/neu/?art=dots", *team_polls],
    }  # fmt: skip


def paths_of_halls(ada) -> dict[str, list[str]]:
    """The demo's hall, and one that is closed."""
    open_one = Hall.objects.get(is_demo=True)
    closed = a_hall("Podium, das vorbei ist", by=ada)
    a_question(closed, "Und wie ging es aus?", state=HallQuestion.ANSWERED)
    close(closed, by=ada)
    report = f"{open_one.path}fragen/{open_one.questions.first().pk}/meldung/"
    return {
        "": ["/dialog/debatten/saal/", open_one.path, f"{open_one.path}leinwand/", report],
        "ben": [open_one.path, closed.path],
        "ada": ["/dialog/debatten/saal/neu/", f"{open_one.path}moderation/", f"{open_one.path}bearbeitung/",
                f"{open_one.path}schluss/", closed.path, f"{closed.path}moderation/"],
    }  # fmt: skip


def paths_of_lunches(ada: Person) -> dict[str, list[str]]:
    """The MittagsMeeting: the next one while it is on, one that is over, and what the team arranges."""
    over = LunchMeeting.objects.past().first()
    meeting = LunchMeeting.objects.to_come().first()
    now = timezone.now()
    Event.objects.filter(pk=meeting.event_id).update(starts=now - timedelta(minutes=5), ends=now + timedelta(hours=1))
    meeting = begin(meeting)
    item, result = meeting.items.first(), over.items.with_result().filter(article=None).first()
    give(item, 2, by=ada)
    unnamed = LunchQuestion.objects.filter(author=None).first()
    return {
        "": [unnamed.secret_path],
        "ben": ["/austausch/mittagsmeeting/", f"{meeting.path}wahl/", f"{meeting.path}wahl/?gross=ja", item.path,
                over.path, f"{result.path}hinweis/"],
        "ada": ["/austausch/mittagsmeeting/einrichtung/", f"{meeting.path}leitung/", f"{over.path}leitung/",
                f"/austausch/mittagsmeeting/frage/{unnamed.pk}/ruecknahme/", meeting.path],
    }  # fmt: skip


def paths_of_counsels_and_signals() -> dict[str, list[str]]:
    """A Kollegiale Beratung that Ben moderates, and Signals: answered, waiting, proposed."""
    ben, cem = (Person.objects.get(email=f"{name}@example.org") for name in ("ben", "cem"))
    session = begin_counsel(by=ben, public_id=None, people=[cem])
    take_role(session, CHAIR, by=ben)
    answered, waiting, proposed = (
        Signal.objects.filter(state=state).first() for state in (Signal.ANSWERED, Signal.RELEASED, Signal.PROPOSED)
    )
    return {
        "": ["/austausch/signale/", answered.path],
        "ben": ["/austausch/kollegiale-beratung/", session.path, f"{session.path}?gross=ja", f"{session.path}ende/",
                waiting.path],
        "ada": ["/austausch/signale/", "/austausch/signale/vorschlaege/", proposed.path, f"{proposed.path}bearbeitung/",
                f"{proposed.path}loeschung/"],
    }  # fmt: skip
