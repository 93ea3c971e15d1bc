import pytest
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreiklang.foundation.models import Page
from dreiklang.foundation.refusal import Refusal, require

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.once]


def refuse(request):
    raise Refusal("Alle <b>Plätze</b> sind vergeben.")


@transaction.atomic
def refuse_halfway(request):
    Page.objects.create(slug="halb", title="Halb")
    raise Refusal("Doch nicht.")


def crash(request):
    raise ValueError("Passwort: geheim")


def forbid(request):
    require(False, "Nur das Team.")


def show(request):
    return HttpResponse(f"{get_language()} {_('Das Formular ist abgelaufen')}")


def choose(request):
    request.session["language"] = request.GET["language"]
    return HttpResponse("gewählt")


def set_own_header(request):
    return HttpResponse("x", headers={"Referrer-Policy": "no-referrer", "Content-Language": "tr"})


nowhere = login_required(show)
urlpatterns = [
    path("probe/ablehnung/", refuse), path("probe/halb/", refuse_halfway), path("probe/absturz/", crash),
    path("probe/verbot/", forbid), path("probe/", show), path("probe/sprache/", choose),
    path("probe/kopfzeile/", set_own_header), path("probe/druecken/", require_POST(show)),
    # The frame of every page links to these two.
    path("probe/anmelden/", show, name="account_login"), path("probe/abmelden/", show, name="account_logout"),
]  # fmt: skip


def test_a_refusal_that_nobody_caught_becomes_a_page_with_its_sentence(client):
    for answer in (client.get("/probe/ablehnung/"), client.post("/probe/ablehnung/")):
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "Alle &lt;b&gt;Plätze&lt;/b&gt; sind vergeben." in html and "<b>" not in html
        assert "<h1>Das geht im Moment nicht</h1>" in html and 'href="/"' in html


def test_a_refused_act_leaves_nothing_behind(client):
    assert client.get("/probe/halb/").status_code == 409
    assert not Page.objects.exists()


def test_another_exception_is_not_taken_for_a_refusal():
    answer = Client(raise_request_exception=False).get("/probe/absturz/")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Da ist bei uns etwas schiefgegangen" in html and "geheim" not in html and "Traceback" not in html


def test_what_a_rule_forbids_is_a_403_in_german(client):
    answer = client.get("/probe/verbot/")
    assert answer.status_code == 403 and "Das ist Ihnen nicht gestattet" in answer.content.decode()


def test_require_asks_the_rule_and_nothing_else():
    require(True)
    with pytest.raises(PermissionDenied, match="Nur das Team."):
        require(False, "Nur das Team.")


def test_an_unknown_address_is_a_404_in_german(client):
    answer = client.get("/probe/gibt-es-nicht/")
    assert answer.status_code == 404 and "Diese Seite gibt es hier nicht" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_german_and_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/probe/", {"text": "lange getippt"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert '<html lang="de">' in html and "<h1>Das Formular ist abgelaufen</h1>" in html
    assert "einen Schritt zurück" in html and "CSRF" not in html


def test_with_its_token_the_same_form_passes():
    client = Client(enforce_csrf_checks=True)
    client.get("/probe/ablehnung/")  # any page with the frame, whose buttons carry the token
    token = client.cookies["formular"].value
    assert client.post("/probe/", {"csrfmiddlewaretoken": token}).status_code == 200
    assert client.post("/probe/", {"csrfmiddlewaretoken": "x" * len(token)}).status_code == 403


@pytest.mark.parametrize("address", ["/probe/", "/probe/ablehnung/", "/probe/verbot/", "/probe/gibt-es-nicht/"])
def test_every_answer_carries_the_headers_of_safety(client, address):
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "script-src 'self';" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin" and "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_an_answer_may_be_stricter_than_the_house(client):
    assert client.get("/probe/kopfzeile/").headers["Referrer-Policy"] == "no-referrer"


def test_where_the_house_is_reached_by_https_it_stays_so(settings):
    settings.IS_SECURE, settings.SECURE_HSTS_SECONDS = True, 31536000
    headers = Client().get("/probe/").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_house_speaks_german_whatever_the_browser_prefers():
    answer = Client(headers={"accept-language": "en-GB,en;q=0.9"}).get("/probe/")
    assert answer.content.decode() == "de Das Formular ist abgelaufen"
    assert answer.headers["Content-Language"] == "de"


def test_a_chosen_language_stays_for_the_session_and_does_not_reach_the_next_visitor(client):
    client.get("/probe/sprache/", {"language": "en"})
    answer = client.get("/probe/")
    assert answer.content.decode().startswith("en ") and answer.headers["Content-Language"] == "en"
    assert '<html lang="en">' in client.get("/probe/ablehnung/").content.decode()
    assert Client().get("/probe/").content.decode().startswith("de ")


def test_an_answer_in_another_language_says_so_itself(client):
    assert client.get("/probe/kopfzeile/").headers["Content-Language"] == "tr"


def test_who_only_reads_gets_no_cookie(client):
    assert not client.get("/probe/").cookies


def test_what_somebody_with_a_session_reads_is_kept_by_nobody_not_even_for_the_way_back(client):
    assert "Cache-Control" not in client.get("/probe/").headers
    client.get("/probe/sprache/?language=en")
    assert client.get("/probe/").headers["Cache-Control"] == "private, no-store"


def test_the_address_of_a_button_says_in_german_that_there_is_nothing_to_read(client):
    answer = client.get("/probe/druecken/")
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    assert "Hier gibt es nichts zu lesen" in answer.content.decode()
