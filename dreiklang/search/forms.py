from django import forms
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import HouseForm


class EqualWordsForm(HouseForm):
    words = forms.CharField(
        label=_("Wörter, die dasselbe bedeuten"), max_length=300,
        help_text=_("Durch Komma getrennt, zum Beispiel: Sprachlotse, Sprachmittlerin, Dolmetscher"),
    )  # fmt: skip

    def clean_words(self) -> list[str]:
        return self.cleaned_data["words"].split(",")
