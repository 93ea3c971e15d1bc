"""Reads what the files of the house lean on, without running them: Python through its syntax tree, templates through
that of Jinja2. Tests count too. What leans where is judged in test_floors.py."""

import ast
import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes

PACKAGE = "dreiklang"
UNKNOWN = "?"  # a module whose name is only known while running
ASIDE = ("opinion", "german")  # pure packages without Django: below the ground, they import nothing of the house
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
ADDRESSES = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
IMPORTERS = {"import_module", "import_string", "__import__"}


class Lean(NamedTuple):
    """One place where a room leans on something. `on` is a room, PACKAGE for the project package, or UNKNOWN."""

    file: str
    line: int
    room: str
    on: str
    words: str


class House:
    """The folder of a project with its floors, from the ground up; `person_lives_in` is the room of the user model."""

    def __init__(self, root: Path, floors: list[list[str]], person_lives_in: str = "people"):
        self.root, self.floors, self.person_lives_in = root, floors, person_lives_in
        self.rooms = [room for floor in floors for room in floor] + [room for room in ASIDE if (root / room).exists()]

    def floor_of(self, name: str) -> int:
        """The number of the floor, -1 for what stands aside, one above the roof for the project package."""
        found = [number for number, floor in enumerate(self.floors) if name in floor]
        return found[0] if found else -1 if name in ASIDE else len(self.floors)

    def python(self) -> list[Path]:
        return [path for room in self.rooms for path in sorted((self.root / room).rglob("*.py"))]

    def room_of(self, path: Path) -> str:
        return path.relative_to(self.root).parts[0]

    def name_of(self, path: Path) -> str:
        return path.relative_to(self.root.parent).as_posix()

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Which room a name of an address belongs to, from the urls.py files."""
        owners = {}
        for room in self.rooms:
            file = self.root / room / "urls.py"
            for node in _calls(file) if file.exists() else ():
                if _called(node) in {"path", "re_path"} and (name := _text(_keyword(node, "name"))):
                    owners[name] = room
        return owners

    @cached_property
    def templates(self) -> dict[str, list[str]]:
        """Which rooms hold a template of this name."""
        owners = {}
        for room in self.rooms:
            folder = self.root / room / "templates"
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                owners.setdefault(file.relative_to(folder).as_posix(), []).append(room)
        return owners

    @cached_property
    def leans(self) -> list[Lean]:
        return [lean for path in self.python() for lean in _of_python(self, path)] + [
            lean for room in self.rooms for lean in _of_templates(self, room)
        ]

    def imports(self, path: Path) -> Iterator[tuple[int, str, str]]:
        """(line, name it gets in the file, dotted name) of what a Python file imports from this project, wherever in
        it; a dotted name in a string (importlib, include, mock.patch) counts and gets no name."""
        package = path.relative_to(self.root.parent).parts[:-1]
        for node in ast.walk(_tree(path)):
            found = []
            if isinstance(node, ast.Import):
                found = [(alias.asname or PACKAGE, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
                base = ".".join(filter(None, [start, node.module]))
                found = [(alias.asname or alias.name, f"{base}.{alias.name}") for alias in node.names]
            elif isinstance(node, ast.Constant) and _is_dotted(node.value):
                found = [("", node.value)]
            yield from ((node.lineno, name, dotted) for name, dotted in found if dotted.split(".")[0] == PACKAGE)

    def owner_of(self, dotted: str) -> str | None:
        """The room that a dotted name leads to, PACKAGE for the files beside the rooms, None for anything else."""
        first, *others = dotted.split(".")
        if first != PACKAGE or not others:
            return None
        if others[0] in self.rooms or others[0] == "*":
            return others[0]
        return PACKAGE if (self.root / others[0]).exists() or (self.root / f"{others[0]}.py").exists() else None


def _is_dotted(value) -> bool:
    if not isinstance(value, str):
        return False
    first, *others = value.rstrip(".").split(".")  # an f-string's beginning may end in a dot
    return first == PACKAGE and bool(others) and all(part.isidentifier() for part in others)


def _of_python(house: House, path: Path) -> Iterator[Lean]:
    room, file = house.room_of(path), house.name_of(path)
    for line, _name, dotted in house.imports(path):
        if on := house.owner_of(dotted):
            yield Lean(file, line, room, on, f"import {dotted}")
    bound = {name: PACKAGE if name == PACKAGE else dotted for _line, name, dotted in house.imports(path) if name}
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            for source, on, words in [*_of_call(house, node), *_of_relation(house, room, node, bound)]:
                yield Lean(file, node.lineno, source or room, on, words)
        elif isinstance(node, ast.Attribute) and node.attr == "AUTH_USER_MODEL":
            yield Lean(file, node.lineno, room, house.person_lives_in, "settings.AUTH_USER_MODEL")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for on in house.templates.get(node.value, ()):
                yield Lean(file, node.lineno, room, on, f'Vorlage "{node.value}"')


def _of_call(house: House, node: ast.Call) -> Iterator[tuple[None, str, str]]:
    called, first = _called(node), node.args[0] if node.args else None
    if called == "get_user_model":
        yield None, house.person_lives_in, "get_user_model()"
    elif called == "get_model":
        label = (_text(first) or _text(_keyword(node, "app_label"))).split(".")[0]
        if label in house.rooms:
            yield None, label, f'get_model("{label}", …)'
    elif called in ADDRESSES:
        name = _text(first or _keyword(node, "viewname") or _keyword(node, "to"))
        if name in house.addresses:
            yield None, house.addresses[name], f'{called}("{name}")'
    elif called in IMPORTERS and not _text(first):
        yield None, UNKNOWN, f"{called}({ast.unparse(first) if first else ''})"


def _of_relation(house: House, room: str, node: ast.Call, bound: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The target of a relation, and the way back: an accessor on a model of another room makes that room lean here."""
    called = _called(node)
    if called not in RELATIONS:
        return
    target = node.args[0] if node.args else _keyword(node, "to")
    on = _room_of_model(house, target, bound)
    for place in (target, _keyword(node, "through")):
        if _text(place) and (owner := _room_of_model(house, place, bound)):
            yield room, owner, f'{called}("{_text(place)}")'
    if on == room or on not in house.rooms:
        return
    if _text(_keyword(node, "related_name")) != "+":
        yield on, room, f'{called} auf {ast.unparse(target)} ohne related_name="+"'
    elif _keyword(node, "related_query_name"):
        yield on, room, f"{called} auf {ast.unparse(target)} mit related_query_name"


def _room_of_model(house: House, target: ast.expr | None, bound: dict[str, str]) -> str | None:
    if label := _text(target):
        room = label.split(".")[0].lower()
        return room if "." in label and room in house.rooms else None
    if isinstance(target, ast.Attribute) and target.attr == "AUTH_USER_MODEL":
        return house.person_lives_in
    if isinstance(target, ast.Call) and _called(target) == "get_user_model":
        return house.person_lives_in
    name, _, rest = (ast.unparse(target) if isinstance(target, ast.Name | ast.Attribute) else "").partition(".")
    return house.owner_of(f"{bound.get(name, '')}.{rest}".rstrip("."))


def _of_templates(house: House, room: str) -> Iterator[Lean]:
    environment = Environment(extensions=["jinja2.ext.i18n"])  # it reads, it renders nothing
    for path in sorted(path for path in (house.root / room / "templates").rglob("*") if path.is_file()):
        file = house.name_of(path)
        if path.suffix == ".typ":
            for line, on, words in _of_paper(house, path):
                yield Lean(file, line, room, on, words)
            continue
        try:
            tree = environment.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as problem:
            yield Lean(file, problem.lineno, room, UNKNOWN, f"keine lesbare Vorlage: {problem.message}")
            continue
        for line, on, words in _of_template(house, tree):
            yield Lean(file, line, room, on, words)


def _of_paper(house: House, path: Path) -> Iterator[tuple[int, str, str]]:
    """What a template of typst reads: `#import "/foundation/templates/house.typ"`, an image, data."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for address, room in re.findall(r'"(/(\w+)/[^"]*)"', line):
            if room in house.rooms:
                yield number, room, f'Vorlage "{address}"'


def _of_template(house: House, tree: nodes.Template) -> Iterator[tuple[int, str, str]]:
    for node in tree.find_all(nodes.Const):  # of include, extends, import, from, and of a variable that they take
        for on in house.templates.get(str(node.value), ()):
            yield node.lineno, on, f'Vorlage "{node.value}"'
    for node in tree.find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name == "url" and node.args:
            for name in _texts(node.args[0]):
                if name in house.addresses:
                    yield node.lineno, house.addresses[name], f'url("{name}")'


def _texts(node: nodes.Node) -> list[str]:
    return [const.value for const in [node, *node.find_all(nodes.Const)] if isinstance(const, nodes.Const)]


def _tree(path: Path) -> ast.Module:
    return _parsed(path.read_text(encoding="utf-8"))


@cache
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def _calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
