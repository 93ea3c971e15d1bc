from dreiklang.debates.models.debates import Debate, Statement
from dreiklang.debates.models.halls import Hall, HallLike, HallQuestion
from dreiklang.debates.models.states import State
from dreiklang.debates.models.voting import Participation, Vote, Voter

__all__ = ["Debate", "Hall", "HallLike", "HallQuestion", "Participation", "State", "Statement", "Vote", "Voter"]
