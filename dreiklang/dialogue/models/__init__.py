from dreiklang.dialogue.models.crisis import Helper
from dreiklang.dialogue.models.following import Agreement, Follow, Mark, Waiting
from dreiklang.dialogue.models.rooms import Moderator, Room, forget_rooms_of
from dreiklang.dialogue.models.routing import Asked, NotAsked, Question, helped_path, number_asked
from dreiklang.dialogue.models.threads import (
    Attachment,
    Mention,
    Post,
    PostVersion,
    Thread,
    Trace,
    Useful,
    Voice,
    path_of,
    placeholder,
)

__all__ = [
    "Agreement",
    "Asked",
    "Attachment",
    "Follow",
    "Helper",
    "Mark",
    "Mention",
    "Moderator",
    "NotAsked",
    "Post",
    "PostVersion",
    "Question",
    "Room",
    "Thread",
    "Trace",
    "Useful",
    "Voice",
    "Waiting",
    "forget_rooms_of",
    "helped_path",
    "number_asked",
    "path_of",
    "placeholder",
]
