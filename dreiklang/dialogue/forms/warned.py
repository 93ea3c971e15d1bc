from hashlib import sha256

from django import forms

from dreiklang.dialogue import warning


class WarnsFirst(forms.Form):
    """A text that speaks of a certain person is posted at the second press: the first shows what was found, and keeps
    what was typed. What is new in the second try is shown again. Nothing of it is stored."""

    warned_of = forms.CharField(required=False, widget=forms.HiddenInput)  # what she has seen, as a hash
    found = ()  # what the page shows: kind, and how it stands in the text

    def is_valid(self):
        return super().is_valid() and not self.found

    def _post_clean(self):
        super()._post_clean()
        seen = self.cleaned_data.pop("warned_of", "")
        found = warning.found("\n".join(str(self.cleaned_data.get(name, "")) for name in ("title", "source")))
        mark = sha256(repr(sorted(found.items())).encode()).hexdigest()
        if found and seen != mark:
            self.found = [(warning.SAID[kind], places) for kind, places in found.items()]
            self.data = self.data.copy()
            self.data[self.add_prefix("warned_of")] = mark
