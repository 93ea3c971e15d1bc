import json

import pytest

from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.command import describe
from dreiklang.opinion.polis_files import read
from dreiklang.opinion.sentences import Unusable
from dreiklang.opinion.tests.makers import camps

VOTES = "timestamp,datetime,comment-id,voter-id,vote\n"
COMMENTS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"


@pytest.fixture
def folder(tmp_path):
    rows = [f"{1000 + p},Mo,{s},{p},{v}" for p, s, v in camps()]
    (tmp_path / "votes.csv").write_text(VOTES + "\n".join(rows) + "\n")
    bodies = [f'1,Mo,{each},0,1,1,{1 if each else -1},"Aussage {each}, mit „Komma“"' for each in range(12)]
    (tmp_path / "comments.csv").write_text(COMMENTS + "\r\n".join(bodies))
    (tmp_path / "summary.csv").write_text("topic,Radwege\nurl,https://example.org\n")
    (tmp_path / "participants-votes.csv").write_text("participant,group-id,n-votes,0\n0,1,12,1\n1,,3,\n")
    return tmp_path


def test_a_folder_is_read(folder):
    found = read(folder)
    assert found.topic == "Radwege"
    assert len(found.votes.values) == 240
    assert found.statements[0].is_out and not found.statements[1].is_out
    assert found.statements[3].text == "Aussage 3, mit „Komma“"
    assert found.groups == {0: 1}


def test_the_last_vote_by_time_holds(folder):
    with (folder / "votes.csv").open("a") as file:
        file.write("500,Mo,3,7,0\n9000,Mo,4,7,0\n9000,Mo,5,7,0\n9000,Mo,5,7,1\n")
    votes = read(folder).votes
    held = {s: v for p, s, v in zip(votes.participants, votes.statements, votes.values, strict=True) if p == 7}
    given = {s: v for p, s, v in camps() if p == 7}
    assert held == {**given, 4: 0, 5: 1}


def test_what_is_about_people_stands_in_a_column_or_in_polis_own_result(folder):
    (folder / "math-pca2.json").write_text('{"meta-tids": [2, 5]}')
    assert [each.id for each in read(folder).statements if each.is_meta] == [2, 5]
    (folder / "comments.csv").write_text("comment-id,moderated,comment-body,is-meta\n" + "".join(
        f"{each},1,x,{'true' if each == 4 else 'false'}\n" for each in range(12)
    ))  # fmt: skip
    assert [each.id for each in read(folder).statements if each.is_meta] == [4]


def test_a_text_over_several_lines_is_one_statement_and_lines_are_counted_on(folder):
    file = folder / "comments.csv"
    text = file.read_text().replace("Aussage 3, mit", "Aussage 3,\n\nmit\u2028")
    file.write_text(text + "\n\n1,Mo,x,0,1,1,1,zu viel")
    with pytest.raises(Unusable, match=r"comments\.csv, Zeile 17: In der Spalte comment-id steht „x“"):
        read(folder)
    file.write_text(text)
    assert read(folder).statements[3].text == "Aussage 3,\n\nmit\u2028 „Komma“"


def test_a_file_from_excel_with_a_mark_in_front_is_read(folder):
    file = folder / "votes.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert len(read(folder).votes.values) == 240


BROKEN = [
    ("votes.csv", b"", "votes.csv, Zeile 1: Die Spalte timestamp fehlt."),
    ("votes.csv", b"timestamp,comment-id,vote\n", "votes.csv, Zeile 1: Die Spalte voter-id fehlt."),
    ("votes.csv", b"timestamp,comment-id,voter-id,vote,vote\n", "votes.csv, Zeile 1: Eine Spalte kommt zweimal vor."),
    ("votes.csv", f"{VOTES}1,Mo,3,7,1\n1,Mo,3,7\n".encode(), "votes.csv, Zeile 3: Hier stehen 4 statt 5 Angaben."),
    ("votes.csv", f"{VOTES}1,Mo,3,7,2\n".encode(), "votes.csv, Zeile 2: In der Spalte vote steht „2“; erlaubt ist"),
    ("votes.csv", f"{VOTES}1,Mo,3,7,nan\n".encode(), "votes.csv, Zeile 2: In der Spalte vote steht „nan“"),
    ("votes.csv", f"{VOTES}1,Mo,3,,1\n".encode(), "votes.csv, Zeile 2: In der Spalte voter-id steht „“ statt"),
    ("votes.csv", f"{VOTES}1,Mo,3,1e3,1\n".encode(), "votes.csv, Zeile 2: In der Spalte voter-id steht „1e3“"),
    ("votes.csv", f"{VOTES}1,Mo,3,{'9' * 5000},1\n".encode(), "votes.csv, Zeile 2: In der Spalte voter-id steht „999"),
    ("votes.csv", f"{VOTES}1,Mo,99,7,1\n".encode(), "votes.csv, Zeile 2: Die Aussage 99 fehlt in comments.csv."),
    ("votes.csv", f'{VOTES}1,Mo,3,7,"1\n'.encode(), "votes.csv, Zeile 2: Anführungszeichen"),
    ("votes.csv", f"{VOTES}1,M\xf6,3,7,1\n".encode("latin-1"), "votes.csv, Zeile 2: Die Datei ist nicht in UTF-8"),
    ("votes.csv", VOTES.encode("utf-16"), "votes.csv, Zeile 1: Die Datei ist nicht in UTF-8"),
    ("votes.csv", bytes(range(256)), "votes.csv"),
    ("comments.csv", f"{COMMENTS}1,Mo,3,7,1,1,2,x\n".encode(), "comments.csv, Zeile 2: In der Spalte moderated steht"),
    ("comments.csv", f"{COMMENTS}{'1,Mo,3,7,1,1,1,x' + chr(10)}".encode() + b"1,Mo,3,7,1,1,1,x\n", "kommt zweimal vor"),
    ("math-pca2.json", b"{", "math-pca2.json: Das ist keine lesbare JSON-Datei."),
    ("math-pca2.json", b"[" * 100_000, "math-pca2.json: Das ist keine lesbare JSON-Datei."),
    ("math-pca2.json", b"[]", "math-pca2.json: Unter meta-tids steht keine Liste"),
    ("math-pca2.json", b'{"meta-tids": ["1"]}', "math-pca2.json: Unter meta-tids steht keine Liste"),
    ("participants-votes.csv", b"participant,group-id\n1,a\n", "participants-votes.csv, Zeile 2: In der Spalte group-"),
    ("summary.csv", b'topic,"offen\n', "summary.csv, Zeile 1: Anführungszeichen"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BROKEN)
def test_a_broken_file_is_named_with_its_line_and_nothing_is_read(folder, name, content, sentence):
    (folder / name).write_bytes(content)
    with pytest.raises(Unusable) as refusal:
        read(folder)
    assert sentence in str(refusal.value)


def test_missing_files_and_folders_are_named(folder):
    (folder / "votes.csv").unlink()
    with pytest.raises(Unusable, match=r"fehlt die Datei votes\.csv\."):
        read(folder)
    with pytest.raises(Unusable, match="gibt es nicht"):
        read(folder / "nirgends")


def test_a_folder_is_described_for_machines(folder):
    found = describe(folder)
    assert json.loads(json.dumps(found, allow_nan=False)) == json.loads(json.dumps(found))
    assert found["topic"] == "Radwege"
    assert set(found["participants"][0]) == {"id", "x", "y", "group"}
    assert [each["size"] for each in found["groups"]] == [12, 8]
    assert {"centre", "x", "y", "extremity", "group_aware_agree", "priority", "typical"} <= set(found["statements"][0])
    assert found["stability"]["is_enough"] is True
    conversation = read(folder)
    assert analyse(conversation.votes, conversation.statements, minimum_group=1).voters == found["voters"] == 20
