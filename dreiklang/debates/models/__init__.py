from dreiklang.debates.models.arguments import Argument, Conviction, Thesis
from dreiklang.debates.models.debates import Debate, Statement
from dreiklang.debates.models.halls import Hall, HallLike, HallQuestion
from dreiklang.debates.models.polls import Ballot, Poll, PollOption, Turnout
from dreiklang.debates.models.states import State
from dreiklang.debates.models.voting import Participation, Vote, Voter

__all__ = [
    "Argument", "Ballot", "Conviction", "Debate", "Hall", "HallLike", "HallQuestion", "Participation", "Poll",
    "PollOption", "State", "Statement", "Thesis", "Turnout", "Vote", "Voter",
]  # fmt: skip
