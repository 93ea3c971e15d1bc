import shutil

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from fontTools.ttLib import TTFont

from dreiklang.foundation.management.commands import assets

pytestmark = pytest.mark.long  # cutting fonts takes seconds
PACKAGES = settings.ROOT / "node_modules"


@pytest.fixture
def uncut(monkeypatch):
    """Cutting takes a second; most tests are not about it."""
    monkeypatch.setattr(assets, "cut_font", shutil.copy)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    target = tmp_path_factory.mktemp("made") / "assets"
    assets.gather_assets(PACKAGES, target)
    return target / "vendor"


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_a_font_is_small_and_holds_what_german_text_needs(made, weight):
    file = made / f"fira-{weight}.woff2"
    assert file.stat().st_size < 22_000
    with TTFont(file) as font:
        letters = font.getBestCmap()
        assert [sign for sign in "aäöüßẞÉčşŻ€„“‚‘–—…→−•§ț\u00a0\u0308" if ord(sign) not in letters] == []
        assert {"liga", "tnum"} <= _features(font, "GSUB")
        assert {"kern", "mark"} <= _features(font, "GPOS")
        assert "fpgm" not in font, "hinting was to be dropped"
        assert "Open Font License" in font["name"].getDebugName(13)


def _features(font, table):
    return {record.FeatureTag for record in font[table].table.FeatureList.FeatureRecord}


def test_every_font_has_its_rule_and_shows_text_before_it_has_come(made):
    css = (made / "fonts.css").read_text()
    for weight in (400, 600, 700):
        assert f'url("fira-{weight}.woff2")' in css
    assert css.count("font-display: swap") == css.count("@font-face") == 3


def test_every_foreign_file_has_its_licence_beside_it(made):
    words = {"kern": "EUPL", "htmx": "0BSD", "markdown-toolbar": "GitHub", "fira": "Open Font"}
    for name, word in ((f"{name}-LICENSE{'.md' if name == 'kern' else '.txt'}", word) for name, word in words.items()):
        text = (made / name).read_text()
        assert word in text or "Zero-Clause BSD" in text


def test_the_same_packages_make_the_same_files(made, tmp_path):
    assets.gather_assets(PACKAGES, tmp_path / "again")
    for file in made.iterdir():
        assert (tmp_path / "again/vendor" / file.name).read_bytes() == file.read_bytes(), file.name


def test_nothing_is_made_twice_but_what_is_missing_is_made_again(tmp_path, uncut):
    assets.gather_assets(PACKAGES, tmp_path / "assets")
    style = tmp_path / "assets/vendor/kern.css"
    before = style.stat().st_mtime_ns
    said = []
    assets.gather_assets(PACKAGES, tmp_path / "assets", said.append)
    assert said == ["Schriften und Gestaltung sind auf dem Stand."]
    assert style.stat().st_mtime_ns == before

    style.unlink()
    assets.gather_assets(PACKAGES, tmp_path / "assets")
    assert style.exists()


def test_a_changed_package_is_taken_over(tmp_path, uncut):
    packages = _copy_of_the_packages(tmp_path)
    assets.gather_assets(packages, tmp_path / "assets")
    (packages / "htmx.org/dist/htmx.min.js").write_text("/* newer */")
    assets.gather_assets(packages, tmp_path / "assets")
    assert (tmp_path / "assets/vendor/htmx.js").read_text() == "/* newer */"


def _copy_of_the_packages(folder):
    for name in [*assets.FILES.values(), *assets.FONTS.values()]:
        copy = folder / "node_modules" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGES / name, copy)
    return folder / "node_modules"


def test_without_packages_a_sentence_says_what_to_do(tmp_path):
    with pytest.raises(CommandError, match="node_modules fehlt .* bin/setup"):
        assets.gather_assets(tmp_path / "nowhere", tmp_path / "assets")


@pytest.mark.parametrize(
    "css",
    [
        '@import "https://fonts.example/fira.css";',
        "a { background: url(//elsewhere.example/a.png) }",
        'a { background: url("fonts/fira.woff2") }',
        "a { background: url( 'https://elsewhere.example/a.png' ) }",
    ],
)
def test_a_style_sheet_that_calls_elsewhere_is_refused(css):
    with pytest.raises(CommandError, match="von anderswo"):
        assets.refuse_what_calls_elsewhere(css)


def test_a_style_sheet_with_its_pictures_inside_is_fine():
    assets.refuse_what_calls_elsewhere(
        """a { background: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/'") }"""
    )


def test_fonts_for_documents_are_whole_and_carry_their_licences(tmp_path):
    assets.gather_print_fonts(PACKAGES, tmp_path / "fonts")
    assert {file.name for file in (tmp_path / "fonts").glob("*.ttf")} == set(assets.PRINT_FONTS)
    with TTFont(tmp_path / "fonts/fira-400.ttf") as font:
        assert font.flavor is None and {ord("Ж"), ord("Ω"), ord("ß")} <= font.getBestCmap().keys()
    for name in ("fira", "arabic", "hebrew", "emoji"):
        assert "Open Font License" in (tmp_path / f"fonts/{name}-LICENSE.txt").read_text()
