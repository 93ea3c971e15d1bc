"""Gathers what the pages need from the front-end packages: KERN, htmx, the tools for writing, and Fira Sans cut to our
letters. And what printing needs: whole fonts in the form that typst reads."""

import hashlib
import json
import logging
import re
import shutil
from pathlib import Path

import fontTools
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from fontTools import subset
from fontTools.ttLib import TTFont

FILES = {
    "vendor/kern.css": "@kern-ux/native/dist/kern.min.css",
    "vendor/kern-LICENSE.md": "@kern-ux/native/LICENSE.md",
    "vendor/htmx.js": "htmx.org/dist/htmx.min.js",
    "vendor/htmx-LICENSE.txt": "htmx.org/LICENSE",
    "vendor/markdown-toolbar.js": "@github/markdown-toolbar-element/dist/index.js",
    "vendor/markdown-toolbar-LICENSE.txt": "@github/markdown-toolbar-element/LICENSE",
}
FONTS = {
    400: "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Regular.woff2",
    600: "@kern-ux/native/dist/fonts/fira-sans/FiraSans-SemiBold.woff2",
    700: "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Bold.woff2",
}
# Names in documents are printed as people write them, hence also right to left and with pictures.
PRINT_FONTS = {
    "fira-400.ttf": FONTS[400],
    "fira-600.ttf": FONTS[600],
    "fira-700.ttf": FONTS[700],
    "arabic-400.ttf": "@fontsource/vazirmatn/files/vazirmatn-arabic-400-normal.woff2",
    "arabic-700.ttf": "@fontsource/vazirmatn/files/vazirmatn-arabic-700-normal.woff2",
    "hebrew-400.ttf": "@fontsource/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-400-normal.woff2",
    "hebrew-700.ttf": "@fontsource/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-700-normal.woff2",
    "emoji-400.ttf": "@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2",
}
PRINT_LICENCES = {
    "arabic-LICENSE.txt": "@fontsource/vazirmatn/LICENSE",
    "hebrew-LICENSE.txt": "@fontsource/noto-sans-hebrew/LICENSE",
    "emoji-LICENSE.txt": "@fontsource/noto-emoji/LICENSE",
}
# Names of people and places come from all over Europe, hence all of Latin Extended-A, the Romanian comma letters, and
# the accents that stand alone in text typed on a Mac.
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x17F), *range(0x218, 0x21C), 0x1E9E]
ACCENTS = [*range(0x300, 0x305), *range(0x306, 0x309), *range(0x30A, 0x30D), 0x327, 0x328]
SIGNS = [ord(sign) for sign in "‒–—―‘’‚“”„†‡•…‰‹›⁄₂€№™←↑→↓↗↔−≈≠≤≥\u200b"]
FEATURES = ["kern", "liga", "tnum", "lnum", "locl", "ccmp", "mark"]
FACE = """@font-face {{
  font-family: "Fira Sans";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url("fira-{weight}.woff2") format("woff2");
}}
"""
MADE_FROM = ".made-from"  # hidden, so that collectstatic leaves it where it is


class Command(BaseCommand):
    help = "Stellt Gestaltung, Skripte und Schriften aus node_modules zusammen (Ziel: build/assets)."
    requires_system_checks = []

    def handle(self, *args, **options):
        packages = settings.ROOT / "node_modules"
        gather_assets(packages, settings.BUILD / "assets", self.stdout.write)
        gather_print_fonts(packages, settings.PRINT_FONTS, self.stdout.write)


def gather_assets(packages: Path, target: Path, tell=lambda line: None) -> None:
    """Fill `target` from the folder `packages` (node_modules); does nothing when nothing has changed."""
    sources = _sources(packages, [*FILES.values(), *FONTS.values()])
    made_from = _fingerprint(sources)
    if _is_made(target, made_from):
        tell("Schriften und Gestaltung sind auf dem Stand.")
        return

    shutil.rmtree(target, ignore_errors=True)
    (target / "vendor").mkdir(parents=True)
    for name, source in FILES.items():
        (target / name).write_bytes(sources[source].read_bytes())
    refuse_what_calls_elsewhere((target / "vendor/kern.css").read_text())
    for weight, source in FONTS.items():
        cut_font(sources[source], target / f"vendor/fira-{weight}.woff2")
    (target / "vendor/fonts.css").write_text("".join(FACE.format(weight=weight) for weight in FONTS))
    (target / "vendor/fira-LICENSE.txt").write_text(licence_of(sources[FONTS[400]]))
    _note_made(target, made_from, tell)


def gather_print_fonts(packages: Path, target: Path, tell=lambda line: None) -> None:
    """Fill `target` with whole fonts for documents; does nothing when nothing has changed."""
    sources = _sources(packages, [*PRINT_FONTS.values(), *PRINT_LICENCES.values()])
    made_from = _fingerprint(sources)
    if _is_made(target, made_from):
        tell("Schriften für Dokumente sind auf dem Stand.")
        return

    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for name, source in PRINT_FONTS.items():
        with TTFont(sources[source], recalcTimestamp=False) as font:
            font.flavor = None
            font.save(target / name)
    for name, source in PRINT_LICENCES.items():
        shutil.copyfile(sources[source], target / name)
    (target / "fira-LICENSE.txt").write_text(licence_of(sources[FONTS[400]]))
    _note_made(target, made_from, tell)


def _sources(packages: Path, names: list[str]) -> dict[str, Path]:
    sources = {name: packages / name for name in names}
    for name, source in sources.items():
        if not source.is_file():
            raise CommandError(
                f"In node_modules fehlt {name}. Bitte bin/setup ausführen (oder: npm ci --ignore-scripts)."
            )
    return sources


def _note_made(target: Path, made_from: str, tell) -> None:
    made = sorted(path for path in target.rglob("*") if path.is_file())
    for path in made:
        tell(f"{path.stat().st_size / 1000:8.1f} kB  {path.relative_to(target)}")
    (target / MADE_FROM).write_text(
        json.dumps({"inputs": made_from, "files": [str(p.relative_to(target)) for p in made]})
    )


def _fingerprint(sources: dict[str, Path]) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes() + fontTools.version.encode())
    for name, source in sources.items():
        digest.update(name.encode() + hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()


def _is_made(target: Path, made_from: str) -> bool:
    try:
        made = json.loads((target / MADE_FROM).read_text())
    except (FileNotFoundError, ValueError):
        return False
    return made["inputs"] == made_from and all((target / name).is_file() for name in made["files"])


def refuse_what_calls_elsewhere(css: str) -> None:
    """A style sheet may carry its pictures inside (data:), and nothing else: our pages ask no third party."""
    addresses = re.findall(r"""url\(\s*["']?\s*(?!data:|#)([^"')\s]{1,80})""", css)
    imports = re.findall(r"@import[^;]{0,80}", css)
    if found := [*imports, *addresses]:
        raise CommandError(f"kern.css ruft etwas von anderswo ab: {', '.join(found[:3])}")


def cut_font(source: Path, target: Path) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # Fira Sans sets three bits that its table version lacks
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # the licence travels with the font
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*LETTERS, *ACCENTS, *SIGNS])
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    font.close()


def licence_of(font: Path) -> str:
    """What the font says of itself: copyright, licence, address of the licence."""
    with TTFont(font) as opened:
        said = [opened["name"].getDebugName(number) for number in (4, 0, 13, 14)]
    return "\n".join(line for line in said if line) + "\n"
