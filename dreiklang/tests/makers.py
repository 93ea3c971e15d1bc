"""Small houses in which something is wrong on purpose, for the twins of the tests that read the sources."""

from pathlib import Path

from dreiklang.tests.leans import PACKAGE, House

FLOORS = [["ground"], ["left", "right"], ["people"], ["roof"]]
_URLS = 'urlpatterns = [path("x/", views.x, name="{0}_page"), re_path("y", views.y, name="{0}_other")]\n'


def a_house(folder: Path, files: dict[str, str]) -> House:
    """Four floors; every room has two addresses and a template, and `files` {path inside the house: text} besides."""
    rooms = [room for floor in FLOORS for room in floor]
    made = {f"{room}/urls.py": _URLS.format(room) for room in rooms} | {"clock.py": "", "settings.py": ""}
    made |= {f"{room}/templates/{room}/page.html": "" for room in rooms}
    for name, text in (made | files).items():
        path = folder / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return House(folder / PACKAGE, FLOORS)
