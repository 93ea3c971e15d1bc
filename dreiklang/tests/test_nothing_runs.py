"""Whatever somebody types, nothing of it runs: in the form that comes back, on any page that shows it, in mails, feeds
and papers. Forms and columns are enumerated, so that a new one is asked the same."""

import copy
import importlib
import io
import pkgutil
from http.cookies import SimpleCookie
from itertools import cycle
from types import SimpleNamespace
from xml.etree import ElementTree

import pikepdf
import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from dreiklang.dialogue.models import Thread
from dreiklang.dialogue.tests.makers import agreed
from dreiklang.exchange.bundles import bundles
from dreiklang.foundation.forms import HouseForm
from dreiklang.foundation.text import to_html, to_plain
from dreiklang.letters.actions import posting
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.models import Article
from dreiklang.people.models import Person
from dreiklang.tests.running_strings import MANY, running_strings, what_would_run
from dreiklang.tests.test_doors import CAST, DOORS, House

pytestmark = [pytest.mark.long, pytest.mark.sqlite_alone]

STRINGS = running_strings()
NOT_TYPED = {  # made by the house, or a word that it compares; in them nothing typed can stand
    "language", "readers", "writers", "open_to", "folded", "number", "leased_by", "password", "recipient", "secret",
    "saved_by", "by", "about", "on", "act", "calendar", "calendar_method", "mark", "path", "address", "letter", "value",
    "choices", "numbers", "public", "badge", "box", "envelope", "states", "kind", "file_name", "facts", "entry",
    "issuer", "wished_readers", "weekdays",
}  # fmt: skip
NOT_TYPED_TABLES = {
    "index", "sessions", "contenttypes", "auth", "account", "search.Salt", "foundation.Chore",
    "moderation.Entry",  # which nobody can change
    "moderation.Case", "moderation.Suspension", "moderation.RevealRequest.place",  # what they are about
}  # fmt: skip

LIKENED = {"propose_signal"}  # is there as long as its titles are alike: asked for itself, below


def test_there_are_three_hundred_different_ones_and_nearly_all_would_run_unescaped():
    assert len(set(STRINGS)) == MANY
    would = [string for string in STRINGS if what_would_run(f"<p>{string}</p>")]
    assert len(would) > MANY // 2  # the rest runs within an attribute, or in Markdown


# --- the form that comes back ---


def form_classes() -> list[type[HouseForm]]:
    """Every form of the house, in whatever file of a room it stands."""
    for room in settings.ROOMS:
        package = importlib.import_module(f"dreiklang.{room}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.rpartition(".")[2] == "forms" or ".forms." in found.name:
                importlib.import_module(found.name)
    return sorted(_below(HouseForm), key=lambda form: (form.__module__, form.__name__))


def _below(form) -> set:
    return {each for child in form.__subclasses__() for each in (child, *_below(child)) if _is_ours(each)}


def _is_ours(form) -> bool:
    return form.__module__.startswith("dreiklang.") and ".tests." not in form.__module__


_FIELDS = '{% import "components.html" as ui %}{{ ui.form_errors(form) }}{{ ui.fields(form) }}'


def test_the_forms_of_the_house_are_found():
    names = {form.__name__ for form in form_classes()}
    assert names >= {"OpenForm", "ReplyForm", "ProfileForm", "GuestForm", "BarrierForm", "EventForm", "RatingForm"}


@pytest.mark.django_db
@pytest.mark.parametrize("form_class", form_classes(), ids=lambda form: f"{form.__module__[10:]}.{form.__name__}")
def test_a_form_that_comes_back_says_what_was_typed_and_runs_nothing(form_class):
    page = engines["pages"].from_string(_FIELDS)
    # Some forms need to be told what they are about: it is their texts that are asked, in a form without questions.
    texts = {name: field for name, field in form_class.base_fields.items() if isinstance(field, forms.CharField)}
    twin = type("Twin", (HouseForm,), copy.deepcopy(texts))
    for start in range(0, MANY, 60):
        form = twin(dict.fromkeys(twin.base_fields, " ".join(STRINGS[start : start + 60])))
        assert what_would_run(page.render({"form": form})) == []


@pytest.mark.django_db
def test_no_field_takes_an_address_that_runs():
    fields = [
        (form.__name__, name, field)
        for form in form_classes()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.URLField)
    ]
    assert fields
    for form, name, field in fields:
        for address in ("javascript:ran(1)", "data:text/html,<script>ran(1)</script>", "\x01javascript:ran(1)"):
            with pytest.raises(forms.ValidationError):
                field.clean(address)
                pytest.fail(f"{form}.{name} nimmt {address}", pytrace=False)


# --- every page that shows a text ---


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        house = House()
        agreed(*house.people.values())
        yield house
        transaction.set_rollback(True)


@pytest.fixture
def house(furnished, db):
    return furnished


def typed_columns() -> list[tuple[type[models.Model], models.Field]]:
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if NOT_TYPED_TABLES.isdisjoint({model._meta.app_label, model._meta.label, f"{model._meta.label}.{field.name}"})
        if type(field) in (models.CharField, models.TextField) and not field.choices and not field.unique
        and not field.primary_key and field.name not in NOT_TYPED and not field.name.endswith("html")
    ]  # fmt: skip


def fill_with(strings, make_html=to_html) -> None:
    """Every text of every row is made of these strings; beside a source stands the HTML that is made of it."""
    supply = cycle(strings)
    for model, field in typed_columns():
        for row in model._base_manager.all():
            text = _as_many_as_fit(field.max_length or 20_000, supply, len(strings))
            values = {field.name: text}
            html = field.name.removesuffix("source") + "html"
            if field.name.endswith("source") and hasattr(model, html):  # earlier versions are kept without it
                values[html] = make_html(text)
            model._base_manager.filter(pk=row.pk).update(**values)
    _release_again()


def _release_again() -> None:
    """What readers read of a page is a snapshot of its workroom: it is taken anew, from what was typed now."""
    for article in Article.objects.filter(release__isnull=False).select_related("release"):
        dates = {"as_of": article.as_of, "checked_until": article.checked_until}
        put_in_force(article, list(article.reviews.all()), by=article.owner, note=article.title, **dates)


def _as_many_as_fit(length: int, supply, most: int) -> str:
    between, text = "\n\n" if length > 300 else " ", ""
    for string in (next(supply) for _number in range(most)):
        longer = f"{text}{between}{string}" if text else string[:length]
        if len(longer) > length:
            break
        text = longer
    return text


def what_runs_behind_the_doors(house, doors=DOORS) -> tuple[list[str], list[tuple]]:
    """Every door that opens by looking, for whoever of the cast sees most there; and the doors behind which a string
    stood, or something of which one cannot tell."""
    faults, shown = [], []
    for name, about, get, _post in doors:
        answers = dict(zip(CAST, get.split(), strict=True))
        for who in ("visitor", "ben", "ada") if name == "home" else ("ben", "ada", "cem", "visitor"):
            if answers[who] == "200":
                if name in LIKENED:
                    continue
                answer = _look(house, who, house.path(name, about))
                faults += [f"{name} {about} ({who}): {each}" for each in what_runs_in(answer)]
                if _shows_a_string(answer) and (not shown or shown[-1] != (name, about, get, _post)):
                    shown.append((name, about, get, _post))
                if name != "home":
                    break
    return faults, shown


def _shows_a_string(answer) -> bool:
    """Each of them says its number; in some of them a letter of that is disguised."""
    is_page = answer.headers["Content-Type"].startswith("text/html")
    return not is_page or b"ran(" in answer.body or b"r&amp;#97;n(" in answer.body


def _look(house, who, path):
    client = Client()
    client.cookies = SimpleCookie(house.cookies.get(who))
    with transaction.atomic():
        answer = client.get(path)
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    assert answer.status_code in (200, 503), path
    return answer


def what_runs_in(answer) -> list[str]:
    kind = answer.headers["Content-Type"].partition(";")[0]
    read = {
        "text/html": lambda body: what_would_run(body.decode(), may_draw=True),
        "application/atom+xml": _in_a_feed, "text/calendar": _in_a_calendar, "application/pdf": _in_a_paper,
    }.get(kind, lambda _body: [])  # fmt: skip
    return read(answer.body)


def _in_a_feed(body: bytes) -> list[str]:
    """XML of the feed's own words only; what is said to be HTML is read as HTML."""
    found = []
    for element in ElementTree.fromstring(body).iter():
        if not element.tag.startswith("{http://www.w3.org/2005/Atom}"):
            found.append(element.tag)
        if element.get("type") == "html":
            found += what_would_run(element.text or "")
        found += [
            address for address in (element.get("href", ""),) if ":" in address and not address.startswith("http")
        ]
    return found


def _in_a_calendar(body: bytes) -> list[str]:
    """Whoever reads it finds no entry and no line that a text brought with it."""
    calendar = Calendar.from_ical(body.decode())
    known = {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM"}
    return [part.name for part in calendar.walk() if part.name not in known or "ATTACH" in part]


def _in_a_paper(body: bytes) -> list[str]:
    runs = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/OpenAction", "/AA"}
    with pikepdf.open(io.BytesIO(body)) as paper:
        parts = [each for each in paper.objects if isinstance(each, pikepdf.Dictionary)]
        keys = {key for part in parts for key in part}
        actions = {str(part["/S"]) for part in parts if "/S" in part}
    return sorted((keys | actions) & runs)


def test_nothing_runs_on_any_page_in_any_feed_or_paper(house):
    fill_with(STRINGS)
    faults, shown = what_runs_behind_the_doors(house)
    assert not faults, "\n" + "\n".join(faults)
    assert len(shown) > 60


@pytest.fixture(scope="module")
def doors_with_texts(furnished, django_db_blocker):
    """Behind the others nothing stands that somebody typed: they are looked at once, with all texts filled, above."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill_with(STRINGS)
        doors = what_runs_behind_the_doors(furnished)[1]
        transaction.set_rollback(True)
    return doors


SHIFTS = range(15, MANY, 15)  # so many strings on: each of them stands first in some short field


@pytest.mark.parametrize("start", [SHIFTS[0], *(pytest.param(start, marks=pytest.mark.prove) for start in SHIFTS[1:])])
def test_nothing_runs_whichever_string_stands_in_a_short_field(house, doors_with_texts, start):
    fill_with([*STRINGS[start:], *STRINGS[:start]])
    assert what_runs_behind_the_doors(house, doors_with_texts)[0] == []


def test_every_string_is_seen_where_it_stands_on_a_page():
    page, what = engines["pages"].from_string("<p>{{ text }}</p>"), {"Content-Type": "text/html; charset=utf-8"}
    for string in STRINGS:
        body = page.render({"text": string}).encode()
        assert _shows_a_string(SimpleNamespace(headers=what, body=body)), string


def test_nothing_runs_where_questions_stand_that_are_alike(house):
    """One string in all titles, so that they stay alike: each for which a title has room."""
    strings, ada = [string for string in STRINGS if len(string) <= 90], house.people["ada"]
    titles = {each.pk: each.title for each in bundles()[0].questions}
    client = Client()
    client.force_login(ada)
    for string in strings:
        for pk, title in titles.items():
            Thread.objects.filter(pk=pk).update(title=f"{title} {string}"[:150])
        page = client.get(reverse("propose_signal", kwargs={"thread": bundles()[0].key}))
        page.body = page.content
        assert page.status_code == 200 and _shows_a_string(page) and what_runs_in(page) == []


def test_columns_that_members_fill_are_among_those_that_are_asked():
    names = {f"{model._meta.label}.{field.name}" for model, field in typed_columns()}
    assert names >= {
        "dialogue.Post.source", "dialogue.Thread.title", "dialogue.Attachment.alt", "people.Person.name",
        "library.Article.title", "library.Article.summary", "library.Article.contact", "library.Section.heading",
        "library.Section.source", "library.Source.title", "library.Source.note", "library.File.title",
        "library.Adoption.changed", "library.Comment.text", "library.Suggestion.after", "library.Suggestion.reason",
        "library.Suggestion.answer", "library.Review.text", "library.Check.text", "library.CouncilPaper.title",
        "library.CouncilPaper.situation", "library.CouncilPaper.proposal", "library.PaperItem.note",
        "people.Release.offer", "seats.Registration.guest_name", "front.BarrierReport.text", "events.Event.title",
    }  # fmt: skip


# --- mails ---


@pytest.mark.django_db
@pytest.mark.parametrize("start", range(0, MANY, 50))
def test_nothing_runs_in_a_mail_and_no_header_is_brought_along(start):
    for string in STRINGS[start : start + 50]:
        person = Person(name=string[:120], email="ben@example.org")
        context = {"subject": string, "text": string, "recipient": person, "sender": person, "block": "/nachrichten/"}
        message = posting._message(write("cem@example.org", "letters/colleague_writes.txt", context), None)
        html = message.alternatives[0][0]
        assert what_would_run(html, may_style=True) == []
        assert "\n" not in message.subject and "\r" not in message.subject


@pytest.mark.django_db
def test_a_text_as_the_text_of_a_mail_runs_nothing_either():
    """Of texts that are Markdown on purpose, a post's for example."""
    for string in STRINGS:
        letter = Letter(subject=string, text=string, to="cem@example.org", language="de")
        html = render_to_string("letters/frame.html", {"letter": letter, "body": to_html(string)})
        assert what_would_run(html, may_style=True) == []
        assert isinstance(to_plain(string), str)


# From here on the twins: what forgot to escape, to prove that the same functions notice.


def test_a_template_that_takes_what_was_typed_for_safe_is_found():
    twin = engines["pages"].from_string('<p>{{ text|safe }}</p><input value="{{ text|safe }}">')
    right = engines["pages"].from_string('<p>{{ text }}</p><input value="{{ text }}">')
    assert len([string for string in STRINGS if what_would_run(twin.render({"text": string}))]) > MANY // 2
    assert [string for string in STRINGS if what_would_run(right.render({"text": string}))] == []


def test_markdown_that_lets_tags_through_is_found(house):
    fill_with(STRINGS[:60], make_html=lambda source: source)
    for name in ("thread", "article"):
        faults, _shown = what_runs_behind_the_doors(house, [row for row in DOORS if row[0] == name])
        assert faults, name


def test_an_address_that_runs_is_found_however_it_is_written():
    for address in (
        "javascript:ran(1)",
        "JaVaScRiPt:x",
        "java\nscript:x",
        " \x01javascript:x",
        "data:text/html,x",
        "vbscript:x",
    ):
        assert what_would_run(f'<a href="{address}">x</a>'), address
    for address in ("/dialog/", "https://example.org/", "mailto:a@example.org", "#x", "?seite=2", "x/y"):
        assert what_would_run(f'<a href="{address}">x</a>') == [], address


def test_a_feed_a_calendar_and_a_paper_with_something_in_them_are_found():
    feed = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
    assert _in_a_feed(feed.format('<content type="html">&lt;img src=x onerror=ran(1)&gt;</content>').encode())
    assert _in_a_feed(feed.format("<script/>").encode()) == []  # of its own words, and no reader runs it
    assert _in_a_feed(feed.format('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>').encode())
    assert _in_a_calendar(b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\nEND:VCALENDAR\r\n")
    paper = pikepdf.new()
    paper.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="ran(1)")
    written = io.BytesIO()
    paper.save(written)
    assert _in_a_paper(written.getvalue())
