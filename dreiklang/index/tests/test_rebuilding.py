import io

import pytest
from django.core.management import CommandError, call_command

from dreiklang.german.field_words import read_field_words
from dreiklang.index import feeding
from dreiklang.index.tests.makers import findable, ids

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def built() -> tuple[str, str]:
    said, told = io.StringIO(), io.StringIO()
    call_command("rebuild_index", stdout=said, stderr=told)
    return said.getvalue(), told.getvalue()


def test_it_tells_how_far_it_is_and_how_much_there_was():
    findable(*["Quarkstrudel"] * 450)
    said, told = built()
    assert said == "Das Suchverzeichnis ist neu aufgebaut: 450 Einträge.\n"
    assert told.splitlines() == ["44 % (200 von 450)", "88 % (400 von 450)", "100 % (450 von 450)"]


def test_nothing_to_find_is_no_fault():
    assert built() == ("Das Suchverzeichnis ist neu aufgebaut: 0 Einträge.\n", "")


def test_a_fault_in_the_word_list_is_told_with_its_line_and_the_old_file_goes_on_answering(tmp_path, monkeypatch):
    findable("Quarkstrudel")
    assert ids("quarkstrudel") == ["1"]
    (tmp_path / "list.toml").write_text('same = [\n["Kita" "Hort"]]')
    monkeypatch.setattr(feeding, "read_field_words", lambda: read_field_words(tmp_path / "list.toml"))
    with pytest.raises(CommandError, match="line 2"):
        built()
    assert ids("quarkstrudel") == ["1"]
