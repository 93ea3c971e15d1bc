"""Each row of docs/capabilities.md names a test, and that test is there."""

import re

from django.conf import settings

DOCUMENT = settings.ROOT / "docs/capabilities.md"


def test_every_capability_names_a_test_that_is_there():
    assert missing_tests(DOCUMENT.read_text()) == []


def test_a_row_without_a_test_or_with_one_that_is_not_there_is_found():
    rows = (
        "| Es fliegt. | `tests/test_flying.py` |\n| Es schwimmt. | |\n| Es singt. | `tests/test_doors.py::test_sings` |"
    )
    assert [said.partition(":")[0] for said in missing_tests(rows)] == ["Es fliegt.", "Es schwimmt.", "Es singt."]


def missing_tests(document: str) -> list[str]:
    rows = [row.strip(" |").split(" | ") for row in document.splitlines() if row.startswith("| ")]
    faults = []
    for what, *cells in rows:
        if what == "Was man beobachten kann":
            continue
        named = re.findall(r"`([^`]*)`", cells[0] if cells else "")
        faults += [f"{what}: nennt keinen Test"] if not named else []
        file = ""
        for name in named:
            path, _, test = name.partition("::")
            file = path or file
            faults += [f"{what}: {name}"] if not _is_there(file, test) else []
    return faults


def _is_there(file: str, test: str) -> bool:
    path = next((path for path in (settings.ROOT / "dreiklang" / file, settings.ROOT / file) if path.is_file()), None)
    return path is not None and (not test or f"def {test}(" in path.read_text())
