"""The house stands: a room leans on lower floors only. leans.py says what counts as leaning."""

from importlib import import_module

import pytest
from django.conf import settings
from django.urls import get_resolver

from dreiklang.tests.leans import ASIDE, PACKAGE, House, Lean
from dreiklang.tests.makers import a_house

HOUSE = House(settings.ROOT / PACKAGE, settings.FLOORS, settings.AUTH_USER_MODEL.split(".")[0])
_CLOCK, _WHILE_RUNNING = "import dreiklang.clock.", "the name is only known while running"
ALLOWED = {  # (file, how the words begin): reason
    ("dreiklang/foundation/worker.py", _CLOCK): "clock.py holds dotted strings and imports no room",
    ("dreiklang/foundation/tests/test_worker.py", _CLOCK): "the same, for the test of the worker",
    ("dreiklang/front/health.py", _CLOCK): "the same; /gesundheit/ asks whether the most frequent chore is done",
    ("dreiklang/foundation/worker.py", "import_string(chore.does)"): f"{_WHILE_RUNNING}: clock.py lists them",
    ("dreiklang/foundation/worker.py", "import_string(service)"): f"{_WHILE_RUNNING}: clock.py lists them",
    ("dreiklang/foundation/gather.py", "import_module(path)"): f"{_WHILE_RUNNING}: KNOWN and FLOORS make it",
}


def wrong_leans(house: House) -> list[str]:
    return [
        f"{lean.file}:{lean.line}: {lean.room} (Stockwerk {house.floor_of(lean.room)}) lehnt sich an {lean.on} "
        f"(Stockwerk {house.floor_of(lean.on)}): {lean.words}"
        for lean in house.leans
        if lean.on != lean.room
        and house.floor_of(lean.on) >= house.floor_of(lean.room)
        and not any(_is_allowed(lean, *exception) for exception in ALLOWED)
    ]


def _is_allowed(lean: Lean, file: str, words: str) -> bool:
    return lean.file == file and lean.words.startswith(words)


def folders_without_floor(house: House) -> set[str]:
    """Folders with code that no floor names: nobody would look at what they lean on."""
    return {path.parent.name for path in house.root.glob("*/__init__.py")} - {*house.rooms, "tests"}


def django_in_what_stands_aside(house: House) -> list[str]:
    paths = [path for path in house.python() if house.room_of(path) in ASIDE]
    return [house.name_of(path) for path in paths if "django" in path.read_text(encoding="utf-8")]


def test_rooms_lean_down_only():
    faults = wrong_leans(HOUSE)
    assert not faults, "\n" + "\n".join(faults)


def test_every_room_stands_on_one_floor_and_is_installed_in_this_order():
    assert folders_without_floor(HOUSE) == set()
    assert len(settings.ROOMS) == len(set(settings.ROOMS))
    assert settings.INSTALLED_APPS[: len(settings.ROOMS)] == [f"{PACKAGE}.{room}" for room in settings.ROOMS]


def test_what_stands_aside_knows_no_django():
    assert django_in_what_stands_aside(HOUSE) == []


def test_a_template_lies_in_one_room_only():
    """Otherwise a higher room would replace a page of a lower one without either knowing."""
    assert {name: rooms for name, rooms in HOUSE.templates.items() if len(rooms) > 1} == {}


def test_every_exception_is_needed_and_its_reason_holds():
    for exception in ALLOWED:
        assert any(_is_allowed(lean, *exception) for lean in HOUSE.leans), f"{exception} braucht niemand mehr"
    clock = list(HOUSE.imports(HOUSE.root / "clock.py"))
    assert clock and all(not name for _line, name, _dotted in clock), "clock.py darf nur Namen in Zeichenketten nennen"


def test_the_reader_knows_every_address_that_django_knows():
    known = {}
    for resolver in get_resolver().url_patterns:
        room = resolver.urlconf_module.__name__.split(".")[1]
        assert import_module(f"{PACKAGE}.{room}.urls") is resolver.urlconf_module
        names = {pattern.name for pattern in resolver.url_patterns}
        assert names.isdisjoint(known), "zwei Räume haben eine Adresse gleichen Namens"
        known |= dict.fromkeys(names, room)
    assert HOUSE.addresses == known


@pytest.mark.parametrize(
    ("file", "on", "words"),
    [
        ("dreiklang/seats/actions/filling.py", "groups", "import dreiklang.groups.actions.join"),
        ("dreiklang/training/models/programme.py", "events", "import dreiklang.events.models.Event"),
        ("dreiklang/people/migrations/0001_initial.py", "places", 'ForeignKey("places.municipality")'),
        ("dreiklang/people/sign_in.py", "letters", "import dreiklang.letters.actions.writing.write"),
        ("dreiklang/events/templates/events/event.html", "seats", 'Vorlage "seats/_rule.html"'),
        ("dreiklang/events/templates/events/event.html", "seats", 'url("steering")'),
        ("dreiklang/training/templates/training/run.html", "events", 'Vorlage "events/_row.html"'),
        (
            "dreiklang/training/templates/documents/confirmation.typ",
            "foundation",
            'Vorlage "/foundation/templates/house.typ"',
        ),
    ],
)
def test_the_reader_sees_what_is_known_to_lean(file, on, words):
    assert (file, on, words) in {(lean.file, lean.on, lean.words) for lean in HOUSE.leans}


# From here on the twins: small houses in which something is wrong, to prove that the same functions say so.

PYTHON = [
    "import dreiklang.{0}.models",
    "from dreiklang import {0}",
    "from dreiklang import {0} as other",
    "from dreiklang.{0}.models import Thing",
    "from ..{0}.models import Thing",
    "from .. import {0}",
    "def late():\n    from dreiklang.{0}.models import Thing",
    'import_module("dreiklang.{0}.models")',
    'import_string("dreiklang.{0}.models.Thing")',
    'module = f"dreiklang.{0}.{{name}}"',
    'patch("dreiklang.{0}.actions.tell")',
    'include("dreiklang.{0}.urls")',
    'x = models.ForeignKey("{0}.Thing", models.CASCADE, related_name="+")',
    'x = models.OneToOneField(to="{0}.thing", on_delete=models.CASCADE, related_name="+")',
    'x = ManyToManyField("Own", through="{0}.Between")',
    'apps.get_model("{0}", "Thing")',
    'apps.get_model("{0}.Thing")',
    'apps.get_model(app_label="{0}", model_name="Thing")',
    'reverse("{0}_page")',
    'reverse_lazy(viewname="{0}_page")',
    'redirect("{0}_other", 7)',
    'resolve_url("{0}_page")',
    'render(request, "{0}/page.html")',
]
TEMPLATES = [
    "{{{{ url('{0}_page') }}}}",
    '<a href="{{{{ url("{0}_other", thing.pk) }}}}">',
    '{{{{ url("{0}_page" if yes else "left_page") }}}}',
    '{{% include "{0}/page.html" %}}',
    '{{% set page = "{0}/page.html" %}}{{% include page %}}',
    '{{% include ["left/page.html", "{0}/page.html"] %}}',
    '{{% extends "{0}/page.html" %}}',
    '{{% import "{0}/page.html" as ui %}}',
    '{{% from "{0}/page.html" import row with context %}}',
    '{{% if yes %}}{{% block a %}}{{% include "{0}/page.html" %}}{{% endblock %}}{{% endif %}}',
]


@pytest.mark.parametrize("source", PYTHON)
def test_python_that_leans_sideways_or_up_is_found_and_what_leans_down_is_not(tmp_path, source):
    for file in ("left/models.py", "left/tests/test_x.py", "left/management/commands/x.py"):
        in_file = source.replace("from ..", "from ." + "." * file.count("/"))
        _leans_left(tmp_path / file.replace("/", "-"), file, in_file)


@pytest.mark.parametrize("source", TEMPLATES)
def test_a_template_that_leans_sideways_or_up_is_found_and_one_that_leans_down_is_not(tmp_path, source):
    _leans_left(tmp_path, "left/templates/left/x.html", source)


@pytest.mark.parametrize("source", ['#import "/{0}/templates/house.typ": house', 'x\n#image("/{0}/static/a.svg")'])
def test_a_paper_that_leans_sideways_or_up_is_found_and_one_that_leans_down_is_not(tmp_path, source):
    _leans_left(tmp_path, "left/templates/documents/x.typ", source)


def _leans_left(folder, file: str, source: str):
    for on in ("right", "roof"):
        found = wrong_leans(a_house(folder / on, {file: source.format(on)}))
        start = f"dreiklang/{file}:{1 + source.count(chr(10))}: left (Stockwerk 1) lehnt sich an {on} "
        assert [fault.startswith(start) for fault in found] == [True], found
    for on in ("ground", "left"):
        assert wrong_leans(a_house(folder / on, {file: source.format(on)})) == []


@pytest.mark.parametrize(
    "source",
    [
        "import dreiklang.clock", "from dreiklang.settings import FLOORS", "from dreiklang import *",
        "import_module(name)", "import_string(chore.does)",
    ],
)  # fmt: skip
def test_what_leans_on_the_project_package_or_on_a_name_unknown_before_running_is_found(tmp_path, source):
    assert len(wrong_leans(a_house(tmp_path, {"roof/x.py": source}))) == 1


@pytest.mark.parametrize("source", ["x = settings.AUTH_USER_MODEL", "Person = get_user_model()"])
def test_the_user_model_lives_in_a_room_like_any_other(tmp_path, source):
    found = wrong_leans(a_house(tmp_path / "below", {"ground/x.py": source}))
    assert "ground (Stockwerk 0) lehnt sich an people (Stockwerk 2)" in found[0]
    assert wrong_leans(a_house(tmp_path / "above", {"roof/x.py": source})) == []


@pytest.mark.parametrize(
    "source",
    [
        "from dreiklang.people.models import Person\nx = models.ForeignKey(Person, models.CASCADE{0})",
        "from dreiklang.people import models as theirs\nx = models.OneToOneField(theirs.Person, models.CASCADE{0})",
        "import dreiklang.people.models\nx = ManyToManyField(dreiklang.people.models.Person{0})",
        "\nx = models.ForeignKey('people.Person', models.CASCADE{0})",
        "\nx = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE{0})",
        "\nx = models.ForeignKey(to=get_user_model(), on_delete=models.CASCADE{0})",
    ],
)
def test_a_way_back_from_the_lower_model_is_found(tmp_path, source):
    hidden = ', related_name="+"'
    for way in ("", ', related_name="things"', hidden + ', related_query_name="thing"'):
        found = wrong_leans(a_house(tmp_path / str(len(way)), {"roof/models.py": source.format(way)}))
        start = "dreiklang/roof/models.py:2: people (Stockwerk 2) lehnt sich an roof (Stockwerk 3): "
        assert [fault.startswith(start) for fault in found] == [True], found
    assert wrong_leans(a_house(tmp_path / "hidden", {"roof/models.py": source.format(hidden)})) == []


def test_a_way_back_within_a_room_is_nobodys_business(tmp_path):
    source = 'a = ForeignKey("Thing", CASCADE)\nb = ForeignKey("self", CASCADE, related_name="bs")\n'
    assert wrong_leans(a_house(tmp_path, {"roof/models.py": source})) == []


def test_a_folder_that_no_floor_names_and_a_template_of_two_rooms_are_found(tmp_path):
    house = a_house(
        tmp_path, {"attic/__init__.py": "", "left/__init__.py": "", "roof/templates/left/page.html": ""}
    )  # fmt: skip
    assert folders_without_floor(house) == {"attic"}
    assert house.templates["left/page.html"] == ["left", "roof"]


def test_what_stands_aside_leans_on_nothing(tmp_path):
    house = a_house(tmp_path, {"german/words.py": "from dreiklang.ground import x\nfrom django.db import models"})
    assert django_in_what_stands_aside(house) == ["dreiklang/german/words.py"]
    assert wrong_leans(house)[0].startswith("dreiklang/german/words.py:1: german (Stockwerk -1) lehnt sich an ground")
    below = a_house(tmp_path / "b", {"german/words.py": "", "ground/x.py": "from dreiklang.german import words"})
    assert wrong_leans(below) == []


def test_a_template_that_cannot_be_read_is_found(tmp_path):
    found = wrong_leans(a_house(tmp_path, {"left/templates/left/x.html": "{% url 'roof_page' %}"}))
    assert "keine lesbare Vorlage" in found[0]
