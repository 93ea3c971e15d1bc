from dreiklang.debates.models.arguments import Argument, Conviction, Thesis
from dreiklang.debates.models.debates import Debate, Statement
from dreiklang.debates.models.halls import Hall, HallLike, HallQuestion
from dreiklang.debates.models.states import State
from dreiklang.debates.models.voting import Participation, Vote, Voter

__all__ = [
    "Argument", "Conviction", "Debate", "Hall", "HallLike", "HallQuestion", "Participation", "State", "Statement",
    "Thesis", "Vote", "Voter",
]  # fmt: skip
