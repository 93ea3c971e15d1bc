"""All pages of a folder, or all that is wrong with its files."""

from collections.abc import Callable
from pathlib import Path

from dreiklang.foundation.refusal import Refusal
from dreiklang.library.actions.releasing import RESERVED_SLUGS
from dreiklang.library.importing.front_matter import Fault, decoded, split
from dreiklang.library.importing.known import Known
from dreiklang.library.importing.page_file import PageFile, page_file
from dreiklang.library.importing.word_file import read_word

_MOST_BYTES, _SHOWN = 1024 * 1024, 20


def read_folder(folder: Path, people, tell: Callable[[str], None] = lambda line: None) -> list[PageFile]:
    """The pages in the order of their names; `people` is the QuerySet of those whom a file may name. Refusal with a
    line for each fault: file, line, and what is wrong."""
    if not folder.is_dir():
        raise Refusal(f"Den Ordner „{folder}“ gibt es nicht.")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".md", ".docx"} and _is_meant(path))
    if not paths:
        raise Refusal(f"Im Ordner „{folder}“ liegt keine Datei, die auf .md oder .docx endet.")
    known, pages, faults = Known(people), [], []
    for number, path in enumerate(paths, 1):
        page, wrong = _read(path, known)
        pages += [page] if page else []
        faults += [_said(path, fault) for fault in wrong]
        if number % 500 == 0:
            tell(f"{number} von {len(paths)} Dateien gelesen")
    faults += _twice(paths)
    if faults:
        more = [f"… und {len(faults) - _SHOWN} weitere"] if len(faults) > _SHOWN else []
        raise Refusal("\n".join(faults[:_SHOWN] + more))
    return pages


def _is_meant(path: Path) -> bool:
    """Not what programs leave beside it: '.x.md.swp', '~$x.docx'."""
    return path.is_file() and not path.name.startswith((".", "~$"))


def _read(path: Path, known: Known) -> tuple[PageFile | None, list[Fault]]:
    try:
        _refuse_name(path)
        if path.suffix.lower() == ".docx":
            facts, text, remarks = read_word(path)
        elif path.stat().st_size > _MOST_BYTES:
            raise Fault("Die Datei ist zu groß. Möglich ist bis 1 MB Text.")
        else:
            (facts, text), remarks = split(decoded(path.read_bytes())), []
    except Fault as fault:
        return None, [fault]
    except OSError as problem:
        return None, [Fault(f"Die Datei lässt sich nicht lesen: {problem.strerror}.")]
    page, faults = page_file(path, facts, text, known)
    if page:
        page.remarks += remarks
    return page, faults


def _refuse_name(path: Path) -> None:
    """The name is the address of the page, for good."""
    slug = path.stem.lower()
    if not slug.isascii() or not slug.replace("-", "").isalnum() or len(slug) > 80:
        raise Fault("Der Name der Datei wird die Adresse der Seite: bitte nur a bis z, Ziffern und Bindestriche.")
    if slug in RESERVED_SLUGS:
        raise Fault(f"Unter /praxis/{slug}/ liegt schon etwas anderes. Bitte geben Sie der Datei einen anderen Namen.")


def _twice(paths: list[Path]) -> list[str]:
    first: dict[str, Path] = {}
    return [
        _said(path, Fault(f"Die Adresse „{path.stem.lower()}“ hat schon „{first[path.stem.lower()].name}“."))
        for path in paths
        if first.setdefault(path.stem.lower(), path) is not path
    ]


def _said(path: Path, fault: Fault) -> str:
    line = f", Zeile {fault.line}" if fault.line else ""
    return f"{path.name}{line}: {fault.sentence}"
