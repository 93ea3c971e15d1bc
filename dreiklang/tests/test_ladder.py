"""Within a room: a lower rung never calls up, what is gathered holds what is called, and every name says something."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from dreiklang.foundation.gather import KNOWN
from dreiklang.tests.leans import PACKAGE, House
from dreiklang.tests.makers import a_house

HOUSE = House(settings.ROOT / PACKAGE, settings.FLOORS)
RUNGS = ("models", "rules", "actions", "forms", "views", "urls")
HOLDS = {
    "next_steps": {"steps"},
    "inbound": {"take"},
    "start": {"cards"},
    "demo": {"furnish"},
    "searchable": {"KINDS"},
    "personal_data": {"HEADING", "COLUMNS", "export", "erase"},
    "retention": {"RULES"},
    "reportable": {
        "KINDS",
        "find",
        "set_aside",
        "restore",
        "is_hers",
        "moderators",
        "caretakers",
        "places_of",
    },
}
TRIES_WRONG_NAMES = "dreiklang/foundation/tests/test_gather.py"  # of gather itself, on purpose
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "manager", "managers", "handler", "handlers", "common"}


def wrong_rungs(house: House) -> list[str]:
    """Files of the ladder that import a higher rung of their own room."""
    faults = []
    for path in house.python():
        room, lower = house.room_of(path), _rung(path.relative_to(house.root).with_suffix("").parts)
        for line, _name, dotted in house.imports(path) if lower is not None else ():
            upper = _rung(dotted.split(".")[1:]) if house.owner_of(dotted) == room else None
            if upper is not None and upper > lower:
                faults.append(f"{house.name_of(path)}:{line}: {RUNGS[lower]} ruft hinauf zu {RUNGS[upper]}: {dotted}")
    return faults


def _rung(parts) -> int | None:
    """The rung that <room>/<file or folder>/… belongs to; None for the files that stand beside the ladder."""
    return RUNGS.index(parts[1]) if len(parts) > 1 and parts[1] in RUNGS else None


def wrongly_gathered(house: House) -> list[str]:
    """Calls of gather() with a name that is not known, and files with a known name that do not hold what is called."""
    faults = []
    for path in house.python():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _gathers_nothing(node) and house.name_of(path) != TRIES_WRONG_NAMES:
                faults.append(f"{house.name_of(path)}:{node.lineno}: {ast.unparse(node)} sammelt nichts Bekanntes")
        if path.parent.parent == house.root and path.stem in KNOWN:
            missing = HOLDS.get(path.stem, {"ein Eintrag in HOLDS"}) - _names_in(tree)
            faults += [f"{house.name_of(path)}:1: es fehlt {name}" for name in sorted(missing)]
    return faults


def _gathers_nothing(node: ast.Call) -> bool:
    if ast.unparse(node.func).split(".")[-1] != "gather":
        return False
    return not (node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value in KNOWN)


def _names_in(tree: ast.Module) -> set[str]:
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    return names | {target.id for target in targets if isinstance(target, ast.Name)}


def names_that_say_nothing(root: Path) -> list[str]:
    return [str(path) for path in sorted(root.rglob("*")) if path.stem.lower().strip("_") in SAYS_NOTHING]


def test_a_lower_rung_never_imports_a_higher_one():
    faults = wrong_rungs(HOUSE)
    assert not faults, "\n" + "\n".join(faults)


def test_what_is_gathered_has_a_known_name_and_holds_what_is_called():
    assert HOLDS.keys() <= set(KNOWN)
    faults = wrongly_gathered(HOUSE)
    assert not faults, "\n" + "\n".join(faults)


def test_every_name_says_something():
    assert names_that_say_nothing(HOUSE.root) == []


# From here on the twins: small houses in which something is wrong, to prove that the same functions say so.


@pytest.mark.parametrize("lower", RUNGS)
def test_a_rung_that_calls_up_is_found(tmp_path, lower):
    for upper in RUNGS:
        calls = [
            f"from dreiklang.roof import {upper}", f"from dreiklang.roof.{upper} import x", f"from . import {upper}",
            f"from .{upper} import x", f"def late():\n    import dreiklang.roof.{upper}",
        ]  # fmt: skip
        for number, source in enumerate(calls):
            house = a_house(tmp_path / f"{upper}{number}", {f"roof/{lower}.py": source})
            assert len(wrong_rungs(house)) == (RUNGS.index(upper) > RUNGS.index(lower)), source


def test_a_folder_is_a_rung_too_and_free_files_and_other_rooms_are_none(tmp_path):
    up = "from dreiklang.roof.views import x"
    files = dict.fromkeys(("roof/actions/doing.py", "roof/start.py", "roof/tests/models.py", "left/models.py"), up)
    assert wrong_rungs(a_house(tmp_path, files)) == [
        "dreiklang/roof/actions/doing.py:1: actions ruft hinauf zu views: dreiklang.roof.views.x"
    ]


def test_a_wrong_gathering_is_found(tmp_path, monkeypatch):
    monkeypatch.delitem(HOLDS, "next_steps")
    house = a_house(tmp_path, {
        "roof/a.py": 'gather("start")\ngather("secrets")', "roof/b.py": "x = gather.gather(name)",
        "left/start.py": "def card(person): ...", "left/next_steps.py": "", "left/tests/demo.py": "",
        "right/demo.py": "furnish = 1",
    })  # fmt: skip
    assert wrongly_gathered(house) == [
        "dreiklang/left/next_steps.py:1: es fehlt ein Eintrag in HOLDS",
        "dreiklang/left/start.py:1: es fehlt cards",
        "dreiklang/roof/a.py:2: gather('secrets') sammelt nichts Bekanntes",
        "dreiklang/roof/b.py:1: gather.gather(name) sammelt nichts Bekanntes",
    ]


@pytest.mark.parametrize("name", ["left/utils.py", "roof/helpers/x.py", "ground/_common.py", "roof/static/manager.js"])
def test_a_name_that_says_nothing_is_found(tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).touch()
    (tmp_path / "management.py").touch()
    assert len(names_that_say_nothing(tmp_path)) == 1
