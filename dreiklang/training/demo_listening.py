"""An invented run that is over, so that the demo shows what is heard back and what becomes of it."""

from datetime import timedelta

from django.utils import timezone

from dreiklang.events.actions import publishing
from dreiklang.events.models import Event
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.models import FieldOfAction, Person
from dreiklang.training.actions import evaluating, practising, proposing, rating
from dreiklang.training.models import BlockDate, BuildingBlock, Evaluation, PracticeProject, Programme, Run, Ticket

TITLE = "Abgeschlossener Durchgang (Demo)"
_HELPED = (
    "Die kollegiale Beratung: Ich bin mit drei Ideen nach Hause gefahren.",
    "Dass die Forschung an Fällen aus kleinen Gemeinden erklärt wurde.",
    "Die langen Pausen. Der Austausch war so wertvoll wie die Vorträge.",
    "Klarheit über meine Rolle zwischen Stabsstelle und Fachamt.",
    "Die Arbeitshilfen zum Mitnehmen.",
)
_MISSING = (
    "Mehr Zeit für rechtliche Fragen rund um Einbürgerung.",
    "Beispiele aus Landkreisen.",
    "Ein Nachmittag, an dem wir nur an eigenen Fällen arbeiten.",
    "Etwas zur Zusammenarbeit mit Migrantenorganisationen.",
    "Ein Termin online zwei Monate danach.",
)


def furnish_listening(programme: Programme) -> None:
    """Once: what is over is not dated anew."""
    if Run.objects.filter(programme=programme, title=TITLE).exists():
        return
    people = _participants()
    cohort = Group.objects.create(name=TITLE, kind=Group.COHORT)
    for person in people:
        join(cohort, person)
    run = Run.objects.create(programme=programme, title=TITLE, is_demo=True, cohort=cohort)
    blocks = list(programme.blocks.all()[:2])
    first, last = _hold(run, blocks[0], days_ago=120), _hold(run, blocks[-1], days_ago=2)
    _let_answer(first, people)
    evaluating.open_evaluation(last)
    _rate(first, people[0])
    _work_at_home(run, people)
    _propose(programme)


def _participants() -> list[Person]:
    """Ben, who can sign in, and eleven others."""
    members = Person.objects.filter(is_demo=True, is_team=False, is_operator=False)
    others = members.exclude(email__in=[f"{name}@example.org" for name in ("ben", "cem", "dana")]).order_by("email")
    return [members.get(email="ben@example.org"), *others[:11]]


def _hold(run: Run, block: BuildingBlock, *, days_ago: int) -> BlockDate:
    ends = timezone.now().replace(hour=15, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    event = Event(
        slug=f"demo-abgeschlossen-{block.slug}"[:80], title=block.title, kind=Event.BLOCK, summary=block.summary,
        starts=ends - timedelta(hours=30), ends=ends, place="Kontorhaus am Lindenufer", readers=run.cohort.token,
        state=Event.PUBLISHED, is_demo=True,
    )  # fmt: skip
    saved = publishing.save(event, speakers=[], seats=None, by=None)
    return BlockDate.objects.create(run=run, block=block, event=saved)


def _let_answer(date: BlockDate, people: list[Person]) -> None:
    evaluation = evaluating.word(date, evaluating.STATEMENTS, evaluating.OPEN_QUESTIONS, by=None)
    now = timezone.now()
    Evaluation.objects.filter(pk=evaluation.pk).update(open_since=date.event.ends, closes_at=now + timedelta(minutes=1))
    Ticket.objects.bulk_create(Ticket(evaluation=evaluation, person=person) for person in people)
    for number, person in enumerate(people[:9]):
        evaluating.answer(evaluation, person, _answers(evaluation, number))
    closes_at = evaluating.last_moment(date.event.ends, evaluation.days)
    Evaluation.objects.filter(pk=evaluation.pk).update(closes_at=closes_at, is_reminded=True)


def _answers(evaluation: Evaluation, number: int) -> dict[int, list]:
    scale, fields, texts = [], [], []
    for question in evaluation.questions.all():
        {question.SCALE: scale, question.FIELDS: fields, question.TEXT: texts}[question.kind].append(question.pk)
    given = {pk: [(4, 3, 4, 2, 3, 4, 1, 3, 4)[(number + shift) % 9]] for shift, pk in enumerate(scale)}
    slugs = FieldOfAction.objects.values_list("slug", flat=True)[:4]
    given |= {pk: [slug for shift, slug in enumerate(slugs) if (number + shift) % (shift + 2) == 0] for pk in fields}
    if number < len(_HELPED):
        given |= {pk: [words[number]] for pk, words in zip(texts, (_HELPED, _MISSING), strict=True)}
    return given


def _rate(date: BlockDate, ben: Person) -> None:
    steps = ((1, 3), (2, 2), (0, 2), (2, 4))
    rating.rate(date, ben, dict(zip(date.block.competences, steps, strict=False)))


def _work_at_home(run: Run, people: list[Person]) -> None:
    named = timezone.localdate() - timedelta(days=100)
    for number, person in enumerate(people[:7]):
        title = ("Begrüßungsmappe in vier Sprachen", "Runder Tisch Wohnen", "Sprachtandem im Rathaus")[number % 3]
        facts = {
            "title": title, "aim": "Neu Zugezogene finden in der ersten Woche, was sie brauchen.", "field": None,
            "first_sign": "Die ersten zehn haben davon erzählt.", "is_shared": number in {0, 1, 2},
        }  # fmt: skip
        project = practising.name(run, person, facts)
        PracticeProject.objects.filter(pk=project.pk).update(named_on=named)
    states = ("running", "done", "running", "changed", "not_begun", "running")
    projects = PracticeProject.objects.filter(run=run).exclude(person=people[0])
    for project, state in zip(projects, states, strict=True):
        practising.answer(practising.ask(project, 3), state, "", "")


def _propose(programme: Programme) -> None:
    """None that changes a block: its page is of the real programme, and nothing invented stands there."""
    ada = Person.objects.get(email="ada@example.org")
    taken = proposing.propose(programme, "Ein Nachmittag nur für eigene Fälle", None, by=ada)
    proposing.decide(taken, "taken", "viele von Ihnen allein in ihrer Kommune arbeiten", by=ada)
    declined = proposing.propose(programme, "Ein zusätzlicher Abendtermin vor Ort", None, by=ada)
    proposing.decide(declined, "declined", "die Anreise dafür zu lang ist und ein Format online geprüft wird", by=ada)
    proposing.propose(programme, "Ein Baustein zu Einbürgerung und Aufenthaltsrecht", None, by=ada)
