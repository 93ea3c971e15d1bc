import io
import json

from django.core.management import call_command

from dreiklang.index.analysis import german


def told(*words, **options) -> str:
    out = io.StringIO()
    call_command("terms", *words, stdout=out, **options)
    return out.getvalue()


def test_a_machine_reads_what_is_stored_and_what_is_asked_for():
    said = json.loads(told("Unterbringung", "Geflüchtetenunterbringung", json=True))
    assert [each["word"] for each in said] == ["Unterbringung", "Geflüchtetenunterbringung"]
    assert said[0]["query"] == [["unterbringung"], ["unterbringen"]]
    assert {"gefluechtetenunterbringung", "unterbringung", "gefluechteter"} <= set(said[1]["index"])
    assert ["gefluechtete", "unterbringung"] in said[1]["query"]
    assert any(set(way) <= set(said[1]["index"]) for way in said[0]["query"])


def test_what_is_told_is_what_the_search_does():
    words = ["Ärzt*innen", "16a", "Xylqwert", "Sprach-", "kita-platz"]
    for each in json.loads(told(*words, json=True)):
        terms = german().index(each["word"])
        assert each["index"] == [*terms.whole, *terms.parts]
        assert each["query"] == [list(way) for way in german().query(each["word"])]


def test_words_come_from_standard_input_one_a_line(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Häuser\n\n  Ärztin\n"))
    said = json.loads(told("Amt", "-", json=True))
    assert [each["word"] for each in said] == ["Amt", "Häuser", "Ärztin"]


def test_people_read_lines():
    assert told("Kitaplatz").splitlines() == [
        "Kitaplatz", "  gespeichert: kitaplatz, kita, platz", "  gesucht:     kitaplatz oder kita + platz",
    ]  # fmt: skip


def test_odd_words_are_told_too():
    said = json.loads(told("😀", "\0", "x" * 10_000, json=True))
    assert all(each["index"] and each["query"] for each in said)
