import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

_CLASSES = {
    forms.CheckboxInput: "kern-form-check__checkbox",
    forms.Select: "kern-form-input__select",
    forms.RadioSelect: "kern-form-check__radio",
    forms.CheckboxSelectMultiple: "kern-form-check__checkbox",
}


class HouseForm(forms.Form):
    """A form in the look of the house; the macro `field` of components.html prints its fields."""

    required_css_class = "is-required"

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        dress(self)

    def refuse(self, refusal) -> None:
        """Put a refusal's sentence at the field it concerns, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)

    def has_seen(self, version) -> None:
        """Somebody else saved meanwhile and this person was told: her next try is made knowing `version`."""
        self.data = self.data.copy()
        self.data["seen"] = version


def plain_input(bound) -> str:
    """An `<input>` of one line as Django's widget prints it, without its two templates, which cost 0.2 ms a field."""
    widget = bound.field.widget
    attrs = {"type": widget.input_type, "name": bound.html_name}
    if (value := widget.format_value(bound.value())) is not None and widget.input_type != "password":
        attrs["value"] = value
    attrs |= widget.build_attrs(widget.attrs, bound.build_widget_attrs({}))
    attrs.setdefault("id", bound.auto_id)
    return format_html("<input{}>", flatatt(attrs))


def plain_textarea(bound) -> str:
    """A `<textarea>` as Django's widget prints it, without its templates."""
    widget = bound.field.widget
    attrs = {"name": bound.html_name} | widget.build_attrs(widget.attrs, bound.build_widget_attrs({}))
    attrs.setdefault("id", bound.auto_id)
    return format_html("<textarea{}>\n{}</textarea>", flatatt(attrs), widget.format_value(bound.value()) or "")


def plain_select(bound) -> str:
    """A `<select>` without groups as Django's widget prints it, without a template for each option."""
    widget = bound.field.widget
    attrs = {"name": bound.html_name} | widget.build_attrs(widget.attrs, bound.build_widget_attrs({}))
    attrs.setdefault("id", bound.auto_id)
    chosen = {str(value) for value in widget.format_value(bound.value())}
    options = format_html_join(
        "", '<option value="{}"{}>{}</option>',
        (
            (value, mark_safe(" selected") if str(value) in chosen else "", label)
            for value, label in widget.choices
        ),
    )  # fmt: skip
    return format_html("<select{}>{}</select>", flatatt(attrs), options)


def dress(form: forms.BaseForm) -> None:
    """Give every widget the class of the design system."""
    for field in form.fields.values():
        widget = field.widget
        name = next((css for kind, css in _CLASSES.items() if type(widget) is kind), "kern-form-input__input")
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} {name}".strip()


class LineField(forms.CharField):
    """One line of text: line breaks and runs of spaces become one space; control signs and what nobody sees go."""

    def to_python(self, value):
        value = super().to_python(value)
        return seen_in_one_line(value) if value else value


def seen_in_one_line(text: str) -> str:
    return " ".join("".join(map(_seen, text)).split())


# No full list of endings, for "Dr.med. Groß" is a name: those under which advertisement mostly comes.
_ADDRESS = re.compile(
    r"[@/\\<>]|\bwww\.|\.(de|com|net|org|info|eu|at|ch|biz|io|me|ru|cn|xyz|shop|store|top|online|site|app|link|click|live"
    r"|club)\b|\d{4}",
    re.IGNORECASE,
)


def _seen(sign: str) -> str:
    """Signs that turn the direction of writing or have no shape could make a name look like another, or empty."""
    if unicodedata.category(sign) in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if unicodedata.category(sign) == "Cf" or sign == "\u2800" else sign


class PersonNameField(LineField):
    """A person's name. Never an address or a telephone number: our letters greet by it, and must not advertise."""

    default_error_messages = {
        "required": _("Bitte geben Sie Ihren Namen an."),
        "address": _("Bitte geben Sie hier nur Ihren Namen an, keine Adresse."),
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(**{"max_length": 80, "widget": widget, "label": _("Ihr Name")} | kwargs)

    def validate(self, value):
        super().validate(value)
        if value and _ADDRESS.search(value):
            raise ValidationError(self.error_messages["address"], code="address")


class ReasonField(forms.CharField):
    """Why one acts on others. The form lets it through empty: the action refuses, with the sentence that fits it."""

    is_asked_for = True

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(**{"label": _("Grund"), "max_length": 1000, "required": False, "widget": widget} | kwargs)


def day(label: str, **kwargs) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Bitte geben Sie ein Datum an, zum Beispiel 08.11.2026."),
            "required": _("Bitte geben Sie ein Datum an."),
        }, **kwargs,
    )  # fmt: skip


def day_and_time(label: str, **kwargs) -> forms.SplitDateTimeField:
    return forms.SplitDateTimeField(
        label=label, widget=DayAndTime(label), input_time_formats=["%H:%M", "%H:%M:%S"], validators=[of_our_time],
        error_messages={
            "invalid_date": _("Bitte geben Sie ein Datum an, zum Beispiel 08.11.2026."),
            "invalid_time": _("Bitte geben Sie eine Uhrzeit an, zum Beispiel 17:00."),
            "required": _("Bitte geben Sie Datum und Uhrzeit an."),
        }, **kwargs,
    )  # fmt: skip


def of_our_time(moment) -> None:
    """A slip of the keys, not a date: moments at the ends of the calendar also fall off it in other time zones."""
    if not 2000 <= moment.year <= 2100:
        raise ValidationError(_("Bitte geben Sie ein Jahr zwischen 2000 und 2100 an."), code="year")


class DayAndTime(forms.SplitDateTimeWidget):
    """Two native fields side by side, each with its own name for screen readers."""

    template_name = "day_and_time.html"

    def __init__(self, label: str):
        day, clock = format_lazy("{}: {}", label, _("Datum")), format_lazy("{}: {}", label, _("Uhrzeit"))
        super().__init__(
            date_attrs={"type": "date", "aria-label": day, "class": "kern-form-input__input"},
            time_attrs={"type": "time", "aria-label": clock, "class": "kern-form-input__input"},
            date_format="%Y-%m-%d", time_format="%H:%M",
        )  # fmt: skip

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_
