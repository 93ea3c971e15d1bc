"""What is shown of anonymous answers, and from how many on. Nothing else of the house looks into the boxes.

The thresholds stand before the counting: below them these functions give nothing, to whoever asks.
"""

from collections import Counter
from secrets import SystemRandom
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dreiklang.people.models import FieldOfAction
from dreiklang.training.models import Evaluation, FollowUp, Need, ProjectSum, Question

LEAST = 5  # answers
LEAST_NAMINGS = 3  # of one field of action
STEPS = [_("stimmt gar nicht"), _("stimmt eher nicht"), _("teils, teils"), _("stimmt eher"), _("stimmt ganz")]


class Bar(NamedTuple):
    label: str
    number: int
    percent: int  # of the people who answered this question; for sums, of the longest bar


class Result(NamedTuple):
    """Of one question. `bars` and `texts` are both empty where fewer than LEAST answered it; then `answered` is 0."""

    text: str
    kind: str
    answered: int
    bars: list[Bar]
    texts: list[str]  # in an order by lot, another one with every asking


class Voices(NamedTuple):
    """The free answers to one question about one block of one run."""

    block: str
    run: str
    question: str
    texts: list[str]


def results_of(evaluation: Evaluation | None) -> list[Result] | None:
    """What came of an evaluation; None while it may still be answered, and where fewer than LEAST answered."""
    if evaluation is None or not evaluation.is_closed or evaluation.answered < LEAST:
        return None
    names = dict(FieldOfAction.objects.values_list("slug", "name"))
    return [_result(question, names) for question in evaluation.questions.all()]


def _result(question: Question, names: dict) -> Result:
    if question.answered < LEAST:
        return Result(question.text, question.kind, 0, [], [])
    bars, texts = [], []
    if question.kind == Question.TEXT:
        texts = SystemRandom().sample(question.box, len(question.box))
    elif question.kind == Question.SCALE:
        counts = Counter(question.box)
        bars = [_bar(label, counts[step], question.answered) for step, label in enumerate(STEPS)]
    else:
        bars = [_bar(names.get(slug, slug), n, question.answered) for slug, n in _named_often(Counter(question.box))]
    return Result(question.text, question.kind, question.answered, bars, texts)


def _bar(label: str, number: int, of: int) -> Bar:
    return Bar(str(label), number, round(100 * number / of))


def _named_often(counts: Counter) -> list[tuple[str, int]]:
    """Most often first, then by slug, so that the order tells nothing."""
    return sorted(((slug, n) for slug, n in counts.items() if n >= LEAST_NAMINGS), key=lambda pair: (-pair[1], pair[0]))


def needs_of(programme) -> list[tuple[Bar, list[str]]]:
    """Fields of action that need more, by number of namings: evaluations that are closed and large enough, and what
    other rooms fed. With each field the words that came with it from there."""
    counts, words = Counter(), {}
    for question in _told(programme).filter(kind=Question.FIELDS):
        counts.update(question.box)
    for need in Need.objects.filter(programme=programme).order_by("text"):
        counts[need.field_id] += 1
        words.setdefault(need.field_id, []).extend([need.text] if need.text else [])
    names, often = dict(FieldOfAction.objects.values_list("slug", "name")), _named_often(counts)
    most = max((number for _slug, number in often), default=1)
    return [(_bar(names.get(slug, slug), number, most), words.get(slug, [])) for slug, number in often]


def voices_of(programme) -> list[Voices]:
    """All free answers of the programme's evaluations, question by question, newest block first."""
    asked = _told(programme).filter(kind=Question.TEXT).order_by("-evaluation__closes_at", "evaluation", "order")
    return [
        Voices(
            question.evaluation.date.block.title, question.evaluation.date.run.title, question.text,
            SystemRandom().sample(question.box, len(question.box)),
        )
        for question in asked
    ]  # fmt: skip


def _told(programme):
    """Questions whose answers may be shown."""
    return Question.objects.filter(
        Q(evaluation__closes_at__lte=timezone.now(), evaluation__answered__gte=LEAST, answered__gte=LEAST),
        evaluation__date__run__programme=programme,
    ).select_related("evaluation__date__block", "evaluation__date__run")


def means_of(run) -> list[tuple[str, str]]:
    """(question, mean from 1 to 5) of the statements that the evaluations of a run asked, each over all its blocks."""
    boxes: dict[str, list[int]] = {}
    asked = _told(run.programme).filter(evaluation__date__run=run, kind=Question.SCALE).order_by("order", "pk")
    for question in asked:
        boxes.setdefault(question.text, []).extend(question.box)
    return [(text, f"{1 + sum(box) / len(box):.1f}".replace(".", ",")) for text, box in boxes.items()]


def sums_of(run) -> list[tuple[int, int, list[Bar]]]:
    """(months, answers, bars) of what became of the practice projects of a run, as it was counted last."""
    counted = ProjectSum.objects.filter(run=run, answered__gte=LEAST).order_by("months")
    return [(each.months, each.answered, _bars(each)) for each in counted]


def _bars(each: ProjectSum) -> list[Bar]:
    return [_bar(label, each.states.get(state, 0), each.answered) for state, label in FollowUp.STATES]
