from dreiklang.debates.models.debates import Debate, Statement
from dreiklang.debates.models.states import State
from dreiklang.debates.models.voting import Participation, Vote, Voter

__all__ = ["Debate", "Participation", "State", "Statement", "Vote", "Voter"]
