"""How allauth stands in this house: letters go through our outbox, forms wear our look, nobody signs up uninvited."""

from allauth.account import forms as theirs
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import dress
from dreiklang.letters.actions.writing import write

_LETTERS = {
    "account/email/login_code": "letters/login_code.txt",
    "account/email/unknown_account": "letters/unknown_account.txt",
}


class Backend(AuthenticationBackend):
    def user_can_authenticate(self, user) -> bool:
        """The passwords of demo people are known to all: they open nothing once the house is not a demo any more.
        Asked at sign-in and again with every request."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen."),
        "too_many_login_attempts": _(
            "Zu viele Versuche. Bitte warten Sie fünf Minuten oder fordern Sie einen Code an."
        ),
        "incorrect_code": _("Dieser Code stimmt nicht oder ist abgelaufen."),
        "enter_current_password": _("Bitte geben Sie Ihr bisheriges Passwort ein."),
    }

    def is_open_for_signup(self, request):
        return False

    def add_message(self, *args, **kwargs):
        """The next page shows well enough that one is signed in."""

    def send_mail(self, template_prefix, email, context):
        user = context.get("user")
        write(
            email, _LETTERS[template_prefix], {"code": context.get("code", "")},
            recipient=user.pk if user else "", language=user.language if user else "de",
        )  # fmt: skip


class LoginForm(theirs.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-Mail-Adresse")
        self.fields["password"].label = _("Passwort")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        dress(self)


class RequestLoginCodeForm(theirs.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-Mail-Adresse")
        self.fields["email"].widget.attrs.pop("placeholder", None)
        dress(self)


class ConfirmLoginCodeForm(theirs.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code aus der E-Mail")
        self.fields["code"].widget.attrs.pop("placeholder", None)
        self.fields["code"].widget.attrs.update(autocomplete="one-time-code", autocapitalize="characters")
        dress(self)


class ChangePasswordForm(theirs.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Bisheriges Passwort")
        _new_password(self)


class SetPasswordForm(theirs.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _new_password(self)


def _new_password(form) -> None:
    form.fields["password1"].label = _("Neues Passwort")
    form.fields["password1"].help_text = _("Mindestens 12 Zeichen. Ein kurzer Satz ist gut zu merken.")
    form.fields["password2"].label = _("Neues Passwort noch einmal")
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    dress(form)
