from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm, LineField


class PassOnForm(HouseForm):
    name = LineField(
        label=_("Vor- und Nachname"), max_length=120,
        help_text=_("So, wie die Person hier heißt. Sie muss hier mitlesen können."),
        error_messages={"required": _("Bitte geben Sie an, wer gefragt werden soll.")},
    )  # fmt: skip
