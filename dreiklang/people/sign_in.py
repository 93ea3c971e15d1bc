"""How allauth stands in this house: letters go through our outbox, forms wear our look, nobody signs up uninvited."""

from uuid import UUID

from allauth.account import forms as theirs
from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context, ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.forms import dress
from dreiklang.foundation.prepared import Prepared
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.people.models import Person

_UNKNOWN = "account/email/unknown_account"
_LETTERS = {
    "account/email/login_code": "letters/login_code.txt",
    _UNKNOWN: "letters/unknown_account.txt",
}
_PASSWORD_SAVED = {"account/messages/password_changed.txt", "account/messages/password_set.txt"}


class Backend(AuthenticationBackend):
    def get_user(self, user_id) -> Person | None:
        """The same as Django's. It is asked with every request of whoever is signed in."""
        for row in _PERSON(pk=Person._meta.pk.to_python(user_id)):
            person = Person.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)
            if self.user_can_authenticate(person):
                return person
        return None

    def user_can_authenticate(self, user) -> bool:
        """The passwords of demo people are known to all: they open nothing once the house is not a demo any more.
        Asked at sign-in and again with every request."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)


_COLUMNS = [column.attname for column in Person._meta.concrete_fields]
_PERSON = Prepared(lambda pk: Person.objects.filter(pk=pk).values_list(*_COLUMNS), pk=UUID)


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

    def pre_login(self, request, user, **kwargs):
        """allauth brings everybody whose password or code is right, also whom the backend bars."""
        if user.is_demo and not settings.DEMO:
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        super().login(request, user)
        request.session["language"] = user.language

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if _may_have_a_code(request, credentials.get("email", ""), dry_run=True):
                raise
            raise ValidationError(_("Zu viele Versuche. Bitte warten Sie fünf Minuten.")) from None

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        """Only what the next page does not show by itself: a password that was saved, a refusal.
        No farewell: it would need a session, and signing out leaves none behind."""
        if message_template in _PASSWORD_SAVED:
            messages.success(request, _("Ihr Passwort ist gespeichert."))
        elif level == messages.ERROR and message:
            messages.error(request, message)

    def send_mail(self, template_prefix, email, context):
        email = email.lower()
        if template_prefix == _UNKNOWN and Letter.objects.is_enough_for(email):
            return  # whoever types a stranger's address again and again does not fill the stranger's mailbox
        person = Person.objects.filter(email=email).first()
        write(
            email, _LETTERS[template_prefix], {"code": context.get("code", "")},
            recipient=person.pk if person else "", language=person.language if person else "de",
        )  # fmt: skip


def _may_have_a_code(request, email: str, dry_run: bool = False) -> bool:
    key = f"{get_ip(request)} {email.strip().lower()}"
    return ratelimit.consume(request, action="code_to_address", key=key, dry_run=dry_run)


class _FreeToGo:
    """Who waits for a code may ask for another one or use the password: allauth would lead back to the waiting page."""

    def _redirect_to_pending_stage(self, request, stage):
        return None


class SignOut(views.LogoutView):
    """What a page kept in the browser, as a draft, does not wait there for the next who sits down."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


class SignIn(_FreeToGo, views.LoginView):
    pass


class RequestCode(_FreeToGo, views.RequestLoginCodeView):
    pass


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

    def clean_email(self):
        """Counted for this connection and this address together: nobody asks the owner's codes away from elsewhere."""
        if not _may_have_a_code(context.request, self.cleaned_data["email"]):
            raise ValidationError(_("Zu viele Versuche. Bitte warten Sie, bevor Sie einen neuen Code anfordern."))
        return super().clean_email()


class ConfirmLoginCodeForm(theirs.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code aus der E-Mail")
        self.fields["code"].widget.attrs.pop("placeholder", None)
        self.fields["code"].widget.attrs.update(autocomplete="one-time-code", autocapitalize="characters")
        dress(self)


class ChangePasswordForm(theirs.ChangePasswordForm):
    """Who has just signed in with a code from her mailbox may have forgotten the old password and is not asked for it:
    the way that the sign-in page names."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if any(record["method"] == "code" for record in get_authentication_records(context.request, self.user)):
            del self.fields["oldpassword"]
        else:
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
