"""A folder of Polis files becomes a description for machines: what `analyse_debate DIR --json` prints."""

from pathlib import Path

from dreiklang.opinion.analysing import RESAMPLES, analyse
from dreiklang.opinion.polis_files import read
from dreiklang.opinion.results import as_json


def describe(folder: Path | str, *, minimum_group: int = 1, resamples: int = RESAMPLES) -> dict:
    """Topic and results.as_json of the conversation in `folder`: participants with id, x, y and group; groups;
    statements with all numbers; consensus; stability. Raises Unusable with a sentence that names file and line."""
    conversation = read(folder)
    analysis = analyse(
        conversation.votes, conversation.statements, minimum_group=minimum_group, resamples=resamples
    )  # fmt: skip
    return {"topic": conversation.topic, **as_json(analysis)}
