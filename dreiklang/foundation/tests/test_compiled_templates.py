"""What was compiled is kept on disk, apart for pages, which escape HTML, and letters, which escape Markdown."""

from jinja2 import DictLoader

from dreiklang.foundation import templates_environment

SAYING = DictLoader({"x.txt": "{{ text }}"})  # one name and one source in both
TEXT = "<b>*wichtig*</b>"


def both(settings, tmp_path) -> list[str]:
    """How a page and a letter say it, once they were compiled by another process, so to speak."""
    settings.BUILD = tmp_path
    for _start in range(2):
        makers = (templates_environment.of_pages, templates_environment.of_letters)
        said = [str(make(loader=SAYING).get_template("x.txt").render(text=TEXT)) for make in makers]
    return said


def test_pages_and_letters_do_not_take_each_others(settings, tmp_path):
    page, letter = both(settings, tmp_path)
    assert "&lt;b&gt;*wichtig*" in page and "\\*wichtig\\*" in letter
    assert len(list((tmp_path / "templates").glob("*/*.cache"))) == 2


def test_one_folder_for_both_would_be_found(settings, tmp_path, monkeypatch):
    compiled = templates_environment._compiled
    monkeypatch.setattr(templates_environment, "_compiled", lambda _kind: compiled("both"))
    page, letter = both(settings, tmp_path)
    assert "\\*wichtig\\*" not in letter or "&lt;b&gt;" not in page


def test_where_nothing_may_be_written_templates_are_compiled_at_each_start(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(templates_environment.os, "access", lambda *_asked: False)
    assert "&lt;b&gt;" in both(settings, tmp_path)[0] and not list(tmp_path.glob("templates/*/*.cache"))
