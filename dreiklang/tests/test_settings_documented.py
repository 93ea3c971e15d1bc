"""Every environment variable that is read has its heading in docs/operating.md, and every heading there is read."""

import ast
import re

from django.conf import settings

READERS = {"setting", "is_on"}
GETTERS = {"os.environ.get", "os.getenv", "environ.get", "getenv"}


def names_read(source: str) -> set[str]:
    """The names that Python source asks the environment for."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node) in READERS and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant):
                names.add(name.value)
            elif not isinstance(name, ast.Name):
                raise AssertionError(f"Zeile {node.lineno}: Der Name einer Einstellung muss im Aufruf stehen")
    return names


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def names_read_past_the_door(source: str) -> set[str]:
    """Names of the environment that are read without going through dreiklang/environment.py."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        is_call = isinstance(node, ast.Call) and _dotted(node.func) in GETTERS
        is_item = isinstance(node, ast.Subscript) and _dotted(node.value) in {"os.environ", "environ"}
        if is_call or is_item and isinstance(node.ctx, ast.Load):
            name = node.args[0] if is_call else node.slice
            names.add(name.value if isinstance(name, ast.Constant) else "?")
    return names


def _dotted(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""


def names_read_by_shell(script: str) -> set[str]:
    """A shell script takes from the environment what it writes as ${NAME:-default} in capitals."""
    return set(re.findall(r"\$\{([A-Z][A-Z0-9_]*):-", script))


def names_documented(page: str) -> set[str]:
    return set(re.findall(r"^### ([A-Z][A-Z0-9_]*)$", page, re.MULTILINE))


def _sources():
    return [path for path in (settings.ROOT / "dreiklang").rglob("*.py") if "tests" not in path.parts]


def test_every_setting_that_is_read_is_documented_and_the_other_way_round():
    read = set().union(*(names_read(path.read_text()) for path in _sources()))
    shell = [path for path in (settings.ROOT / "bin").iterdir() if path.is_file() and path.name != "test"]
    read |= set().union(*(names_read_by_shell(path.read_text()) for path in shell))
    documented = names_documented((settings.ROOT / "docs/operating.md").read_text())
    assert read - documented == set(), "in docs/operating.md fehlt dafür eine Überschrift"
    assert documented - read == set(), "steht in docs/operating.md, wird aber nirgends gelesen"


def test_the_environment_is_read_through_one_door():
    for path in _sources():
        if path.name != "environment.py":
            assert names_read_past_the_door(path.read_text()) == set(), path


MADE_UP = """
from dreiklang import environment
from dreiklang.environment import is_on, setting

A = setting("KNOWN", "default")
B = is_on("SECRETLY_ADDED")
C = environment.setting("BY_ATTRIBUTE")
D = [word for word in setting("IN_A_LIST").split(",")]
other("NOT_A_SETTING")
"""


def test_a_setting_without_heading_is_found():
    assert names_read(MADE_UP) == {"KNOWN", "SECRETLY_ADDED", "BY_ATTRIBUTE", "IN_A_LIST"}
    assert names_documented("### KNOWN\n\nText\n\n## SECRETLY_ADDED\n### Überschrift\n") == {"KNOWN"}


def test_a_reading_past_the_door_is_found():
    assert names_read_past_the_door('import os\nos.environ.setdefault("A", "")\nx = os.environ["B"]\n') == {"B"}
    assert names_read_past_the_door('import os\nx = os.environ.get("A") or os.getenv("C")') == {"A", "C"}
    assert names_read_past_the_door('import os\nos.environ["A"] = "1"\nx = y.get("B")') == set()


def test_a_shell_default_is_found():
    assert names_read_by_shell('port=${PORT:-8000} local=${host:-x} "$HOME"') == {"PORT"}
