"""Everything that people read has its English sentence in dreiklang/locale/en, and the English pages show it."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail
from django.utils.html import strip_tags
from django.utils.translation.reloader import translation_file_changed

from dreiklang.letters.actions.posting import post_due
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ben
from dreiklang.seats.actions.registering import register
from dreiklang.seats.tests.makers import some_seats

CATALOGUE = settings.ROOT / "dreiklang/locale/en/LC_MESSAGES/django.po"
DOCUMENT = settings.ROOT / "docs/translating.md"
HINT = "Bitte vorgehen, wie es in docs/translating.md unter „Ablauf“ steht."

# Names that keep their umlauts in English sentences too.
PROPER_NAMES = ("Baden-Württemberg", "Präsenzblock", "Städtetag")


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Catalog:
    """All sentences that stand in the code and in the templates now."""
    file = tmp_path_factory.mktemp("sentences") / "django.pot"
    subprocess.run(
        [
            sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "-F", "pyproject.toml", "-k", "_",
            "-k", "ngettext:1,2", "--no-location", "--omit-header", "--sort-output", "-o", file, ".",
        ],
        cwd=settings.ROOT, check=True,
    )  # fmt: skip
    return read_po(io.BytesIO(file.read_bytes()))


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_po(io.BytesIO(CATALOGUE.read_bytes()))


# --- the catalogue is complete ---


def test_sentences_are_found_in_python_and_in_the_templates_of_pages_and_letters(template):
    for sentence in ("Bitte geben Sie Ihren Namen an.", "Zum Inhalt springen", "Ihr Code zur Anmeldung"):
        assert template.get(sentence), f"„{sentence}“ wird nicht gefunden; stimmt [tool.babel] in pyproject.toml?"
    assert template.get("%(n)s Versuch").pluralizable


def test_no_sentence_is_missing_in_the_catalogue(template, catalogue):
    found = missing(template, catalogue)
    assert not found, f"Im Katalog fehlen: {found}. {HINT}"


def missing(template: Catalog, catalogue: Catalog) -> list:
    there = [message.id for message in sentences(catalogue)]
    return [message.id for message in sentences(template) if message.id not in there]


def sentences(catalogue: Catalog) -> list:
    return [message for message in catalogue if message.id]


def test_a_sentence_that_is_missing_is_found():
    full, short = a_catalogue(GOOD), a_catalogue(GOOD.replace('msgid "Platz"', 'msgid "Plätzchen"'))
    assert missing(full, full) == [] and missing(full, short) == ["Platz"]
    singular = a_catalogue('msgid "%(n)s Platz"\nmsgstr "%(n)s place"\n')
    assert ("%(n)s Platz", "%(n)s Plätze") in missing(full, singular)


GOOD = """
msgid "Platz"
msgstr "place"

msgid "%(n)s Platz"
msgid_plural "%(n)s Plätze"
msgstr[0] "%(n)s place"
msgstr[1] "%(n)s places"

msgid "**fett** oder [Text](Adresse)"
msgstr "**bold** or [text](address)"

msgid "Der Städtetag lädt %(name)s ein."
msgstr "The Städtetag invites %(name)s."
"""


def a_catalogue(text: str) -> Catalog:
    return read_po(io.BytesIO(text.encode()), charset="utf-8")


def changed(before: str, after: str) -> Catalog:
    """The good catalogue with one thing in it that is not good."""
    assert GOOD.count(before) == 1
    return a_catalogue(GOOD.replace(before, after))


def test_no_sentence_of_the_catalogue_is_obsolete(template, catalogue):
    found = obsolete(template, catalogue)
    assert not found, f"Im Katalog stehen, kommen aber nirgends mehr vor: {found}. {HINT}"


def obsolete(template: Catalog, catalogue: Catalog) -> list:
    return missing(catalogue, template) + [message.id for message in catalogue.obsolete.values()]


def test_a_sentence_that_is_obsolete_is_found():
    full = a_catalogue(GOOD)
    assert obsolete(full, full) == []
    assert obsolete(full, a_catalogue(GOOD + '\nmsgid "Stuhl"\nmsgstr "chair"\n')) == ["Stuhl"]
    assert obsolete(full, a_catalogue(GOOD + '\n#~ msgid "Tisch"\n#~ msgstr "table"\n')) == ["Tisch"]


def test_every_sentence_is_translated_and_no_translation_is_a_guess(catalogue):
    found = unfinished(catalogue)
    assert not found, f"Im Katalog leer, als fuzzy markiert oder noch deutsch: {found}"


def unfinished(catalogue: Catalog) -> list:
    return [message.id for message in sentences(catalogue) if message.fuzzy or any(map(_is_open, pairs(message)))]


def _is_open(pair: tuple[str, str]) -> bool:
    german, english = pair
    return not english.strip() or (english == german and " " in german)


def pairs(message) -> list[tuple[str, str]]:
    """(German, English): one pair, or one for the singular and one for the plural."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


def test_a_sentence_that_is_empty_or_a_guess_or_still_german_is_found():
    assert unfinished(a_catalogue(GOOD)) == []
    assert unfinished(changed('msgstr "place"', 'msgstr ""')) == ["Platz"]
    assert unfinished(changed('msgid "Platz"', '#, fuzzy\nmsgid "Platz"')) == ["Platz"]
    assert unfinished(changed("%(n)s places", "")) == [("%(n)s Platz", "%(n)s Plätze")]
    assert unfinished(changed("bold** or [text](address)", "fett** oder [Text](Adresse)")) != []


# --- what must be the same in both languages ---


def test_both_languages_have_the_same_placeholders(catalogue):
    found = unlike(catalogue, placeholders)
    assert not found, f"Andere Platzhalter als im Deutschen haben: {found}"


def unlike(catalogue: Catalog, feature) -> list:
    """Sentences of which `feature` says something else in English than in German."""
    found = [pair for message in sentences(catalogue) for pair in pairs(message)]
    return [german for german, english in found if feature(german) != feature(english)]


def placeholders(text: str) -> set[str]:
    """Every percent sign counts: one that is no placeholder breaks the page on which it stands."""
    return set(re.findall(r"%\(\w+\)\w|%.?", text))


@pytest.mark.parametrize("wrong", ["", "%(name)", "%(names)s", "%(name)d", "%s", "%(name)s at 100 %"])
def test_a_placeholder_that_is_lost_or_broken_is_found(wrong):
    assert unlike(a_catalogue(GOOD), placeholders) == []
    assert unlike(changed("invites %(name)s", f"invites {wrong}"), placeholders) != []


def test_both_languages_have_the_same_marks(catalogue):
    found = unlike(catalogue, marks)
    assert not found, f"Andere Zeichen von Markdown oder HTML als im Deutschen haben: {found}"


def marks(text: str) -> list[int]:
    return [text.count(mark) for mark in ("**", "](", "## ", "<", ">", "https://")]


@pytest.mark.parametrize(
    "wrong", ["bold or [text](address)", "**bold** or [text] (address)", "<b>**bold**</b> [text]("]
)
def test_a_mark_that_is_lost_is_found(wrong):
    assert unlike(a_catalogue(GOOD), marks) == []
    assert unlike(changed("**bold** or [text](address)", wrong), marks) == ["**fett** oder [Text](Adresse)"]


def test_no_german_letters_are_left_in_english_except_in_proper_names(catalogue):
    found = with_german_letters(catalogue)
    assert not found, f"Umlaute, ß oder „ stehen außerhalb der Eigennamen (PROPER_NAMES): {found}"


def with_german_letters(catalogue: Catalog) -> list:
    found = [english for message in sentences(catalogue) for _german, english in pairs(message)]
    return [english for english in found if re.search("[äöüßÄÖÜẞ„]", _without_proper_names(english))]


def _without_proper_names(text: str) -> str:
    for name in PROPER_NAMES:
        text = re.sub(rf"\b{name}\b", "", text)
    return text


@pytest.mark.parametrize("wrong", ["Plätze", "Straße", "a „place“", "Präsenzblöcke"])
def test_german_letters_are_found(wrong):
    assert with_german_letters(a_catalogue(GOOD)) == []
    assert with_german_letters(changed('msgstr "place"', f'msgstr "{wrong}"')) == [wrong]


# --- the file ---


def test_the_head_of_the_catalogue_says_how_to_read_it_and_nothing_else():
    found = head(CATALOGUE.read_text())
    assert sorted(found) == sorted(HEAD), f"Der Kopf des Katalogs ist anders als verabredet: {found}. {HINT}"


HEAD = [
    "Language: en", "Plural-Forms: nplurals=2; plural=(n != 1);", "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
]  # fmt: skip


def head(text: str) -> list[str]:
    return re.findall(r'^"(.*)\\n"$', text.split("\n\n")[0], re.MULTILINE)


def test_a_date_in_the_head_is_found():
    date = "PO-Revision-Date: 2026-11-07 12:00+0100"
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in [*HEAD, date])]
    assert head("\n".join([*lines, "", GOOD])) == [*HEAD, date]


def test_the_commands_of_the_document_leave_a_complete_catalogue_as_it_is(tmp_path):
    before = CATALOGUE.read_text()
    assert brought_up_to_date(tmp_path / "now", before) == before, f"Der Katalog ist nicht abgeglichen. {HINT}"


def brought_up_to_date(folder: Path, text: str) -> str:
    """The catalogue `text` after the commands of the document, carried out beside the real one."""
    (commands,) = re.findall(r"```\n( *\.venv/bin/pybabel extract.*?)```", DOCUMENT.read_text(), re.DOTALL)
    copy = folder / "en/LC_MESSAGES/django.po"
    copy.parent.mkdir(parents=True)
    copy.write_text(text)
    for ours, theirs in (
        (".venv/bin/pybabel", f"{Path(sys.executable).parent}/pybabel --quiet"),
        ("build/django.pot", f"{folder}/django.pot"),
        ("dreiklang/locale", f"{folder}"),
    ):
        assert ours in commands
        commands = commands.replace(ours, theirs)
    subprocess.run(["bash", "-euc", commands], cwd=settings.ROOT, check=True)
    return copy.read_text()


@pytest.mark.long
def test_the_commands_of_the_document_bring_what_is_new_and_take_away_what_is_obsolete(tmp_path):
    text = brought_up_to_date(tmp_path / "now", CATALOGUE.read_text())
    known, old = 'msgid "Alle Arten"\nmsgstr "All types"\n', 'msgid "Alle alten Arten"\nmsgstr "All old types"\n'
    assert text.count(known) == 1
    after = brought_up_to_date(tmp_path / "later", text.replace(known, old))
    assert after == text.replace(known, 'msgid "Alle Arten"\nmsgstr ""\n')


# --- what people see ---


@pytest.fixture(scope="session")
def compiled():
    """The catalogue as the house reads it. bin/setup makes it; here it is made again where it is missing or older."""
    file = CATALOGUE.with_suffix(".mo")
    if file.exists() and file.stat().st_mtime >= CATALOGUE.stat().st_mtime:
        return
    fresh = file.with_name(f"{os.getpid()}.mo")
    with fresh.open("wb") as made:
        write_mo(made, read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en"))
    fresh.replace(file)  # in one go, for other processes may be reading it
    translation_file_changed(None, file)  # what this process has read already counts no more


@pytest.fixture
def visitor(compiled, client, db):
    """A visitor who has chosen English."""
    client.post("/sprache/", {"language": "en"})
    return client


@pytest.mark.parametrize(
    "address, sentence",
    [
        ("/", "Nobody does integration work alone."),
        ("/veranstaltungen/", "What is public is open to everyone, even without an account."),
        ("/konto/anmelden/", "Forgotten your password? Sign in with a code and set a new one in your account."),
    ],
)
def test_who_chooses_english_reads_english_sentences_and_no_german_ones(visitor, catalogue, address, sentence):
    html = visitor.get(address).content.decode()
    assert '<html lang="en">' in html and sentence in html
    assert german_in(html, catalogue) == []
    visitor.post("/sprache/", {"language": "de"})
    assert len(german_in(visitor.get(address).content.decode(), catalogue)) > 5


def german_in(html: str, catalogue: Catalog) -> list[str]:
    """German texts of the catalogue that stand in the page, a whole element each."""
    read = {text.strip() for text in re.split(r"<[^>]*>", html)}
    return [message.id for message in sentences(catalogue) if message.id != message.string and message.id in read]


def test_a_form_that_is_refused_says_so_in_english(visitor):
    html = visitor.post("/konto/anfrage/", {"email": "ruth@"}).content.decode()
    for sentence in ("Please check your entries", "Please enter your name.", "This address is incomplete."):
        assert sentence in html


def test_a_letter_to_who_reads_english_is_in_english(compiled, db):
    write("ben@example.org", "letters/login_code.txt", {"code": "K7QM2P"}, language="en")
    write("ben@example.org", "letters/login_code.txt", {"code": "K7QM2P"})
    english, german = Letter.objects.order_by("-language")
    assert (english.subject, german.subject) == ("Your sign-in code", "Ihr Code zur Anmeldung")
    assert "Use this code to sign in." in english.text and "Er gilt 15 Minuten" in german.text


def test_whoever_takes_a_place_and_reads_english_gets_the_whole_letter_in_english(compiled, db, catalogue):
    register(some_seats(title="Teilhabe vor Ort"), ben(language="en"))
    post_due()
    message = mail.outbox[0]
    html = message.alternatives[0].content
    assert message.subject == "Your place is confirmed: Teilhabe vor Ort" and '<html lang="en">' in html
    for text in (message.body, strip_tags(html)):
        assert "Hello Ben Okonkwo," in text and "You are registered." in text
        assert "This message was sent automatically." in text
    assert german_in(html, catalogue) == []
