"""Who begins something here: asked alike by debates, polls, halls and theses."""

from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal


def require_to_begin(may: bool) -> None:
    if not may:
        raise Refusal(
            _("Das bereitet das Programmteam vor; für eine Gruppe auch, wer für sie spricht."), field="readers"
        )
