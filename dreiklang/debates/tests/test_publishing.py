import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from dreiklang.debates.actions.computing import publish, publish_due
from dreiklang.debates.actions.voting import vote
from dreiklang.debates.models import Debate, State, Statement, Vote, Voter
from dreiklang.debates.tests.makers import a_debate
from dreiklang.foundation.models import fresh_id
from dreiklang.people.tests.makers import ada, ben

pytestmark = pytest.mark.django_db

TEXTS = [f"Aussage {number}" for number in range(8)]
YES, NO = [1, 1, 1, 1, 1, -1, -1, -1], [1, 1, -1, -1, -1, 1, 1, 1]


def answered_by(debate, number: int, values=YES, *, is_new=False) -> None:
    """Strangers who answer every statement so; as accounts that are older than the debate unless `is_new`."""
    statements = list(debate.statements.accepted())
    for _someone in range(number):
        guest = fresh_id()
        before = set(Voter.objects.values_list("pk", flat=True))
        for statement, value in zip(statements, values, strict=False):
            vote(debate, statement, value, guest=guest)
        Voter.objects.exclude(pk__in=before).update(is_new=is_new)


def rows(state: State, part="known") -> dict[int, dict]:
    return {row["number"]: row for row in state.shown["parts"][part]["rows"]}


def test_a_state_appears_when_five_are_new_and_not_before():
    debate = a_debate(texts=TEXTS)
    answered_by(debate, 4)
    assert publish(debate) is None
    answered_by(debate, 1)
    assert publish(debate).number == 1
    answered_by(debate, 4)
    assert publish(debate) is None


def test_what_one_more_person_answers_is_not_told_by_the_next_state():
    debate = a_debate(texts=TEXTS)
    answered_by(debate, 15, YES)
    answered_by(debate, 10, NO)
    first = publish(debate)
    answered_by(debate, 7, YES)
    answered_by(debate, 1, NO)
    second = publish(debate)
    assert (rows(first)[2]["agree"], rows(first)[2]["disagree"]) == (15, None)
    was, now = rows(first)[2], rows(second)[2]
    assert now["agree"] in {None, 15} and (now["votes"], now["at"]) in {(33, now["at"]), (25, was["at"])}
    assert first.shown["parts"]["known"]["voters"] == 25 and second.shown["parts"]["known"]["voters"] == 30


def test_groups_of_a_small_debate_are_found_at_the_end_and_without_numbers_of_answers():
    debate = a_debate(texts=TEXTS)
    answered_by(debate, 12, YES)
    answered_by(debate, 12, NO)
    assert publish(debate).shown["parts"]["known"]["groups"] == []
    with time_machine.travel(debate.ends + timedelta(minutes=1), tick=False):
        publish_due()
        publish_due()
    last = State.objects.first()
    groups = last.shown["parts"]["known"]["groups"]
    assert last.is_last and [group["size"] for group in groups] == [12, 12] and groups[0]["typical"]
    assert set(groups[0]["typical"][0]) == {"statement", "side"}
    assert State.objects.filter(is_last=True).count() == 1 and last.basis == {}
    assert Debate.objects.get().key is None  # torn apart in the same breath
    assert all(point["size"] >= 5 for point in last.shown["parts"]["known"]["points"])


def test_whoever_has_no_account_stands_in_a_part_of_her_own():
    debate = a_debate(texts=TEXTS, readers="public", takes_guests=True)
    answered_by(debate, 20, YES)
    answered_by(debate, 20, NO, is_new=True)
    state = publish(debate)
    assert rows(state)[0]["by"] == 1 and rows(state, "new")[2]["by"] == -1


def test_a_large_debate_gives_numbers_and_groups_while_it_runs():
    debate = a_debate(texts=TEXTS)
    statements = list(debate.statements.accepted())
    for _person in range(120):
        voter = Voter.objects.create(pk=fresh_id(), debate=debate)
        values = YES if _person % 2 else NO
        Vote.objects.bulk_create(
            Vote(pk=fresh_id(), voter=voter, statement=one, value=value)
            for one, value in zip(statements, values, strict=True)
        )
    part = publish(debate).shown["parts"]["known"]
    assert not part["is_small"] and [group["size"] for group in part["groups"]] == [60, 60]


def test_what_is_asked_next_is_weighed_with_each_state():
    debate = a_debate(texts=TEXTS)
    answered_by(debate, 6, YES[:4])
    publish(debate)
    weights = dict(Statement.objects.values_list("number", "priority"))
    assert min(weights.values()) > 0 and weights[7] != weights[0] != 1  # one of them nobody has answered yet


# --- pages ---


def test_the_result_stands_there_as_text_table_picture_and_for_machines(client):
    debate = a_debate(texts=TEXTS)
    answered_by(debate, 12, YES)
    answered_by(debate, 12, NO)
    person = ben()
    client.force_login(person)
    assert client.get(f"{debate.path}ergebnis/").status_code == 403
    with time_machine.travel(debate.ends + timedelta(minutes=1), tick=False):
        client.force_login(person)
        assert "Noch kein Ergebnis" in client.get(f"{debate.path}ergebnis/").content.decode()
        publish_due()
        page = client.get(f"{debate.path}ergebnis/").content.decode()
        data = client.get(f"{debate.path}ergebnis.json").json()
    assert "Was alle teilen" in page and "Gruppe A: 12 Personen" in page and "<circle" in page and TEXTS[7] in page
    assert data["is_last"] and len(data["parts"]["known"]["rows"]) == len(TEXTS)
    assert not Voter.objects.filter(pk__in=[pk for pk in Voter.objects.values_list("pk", flat=True) if str(pk) in page])


def test_a_page_takes_as_many_queries_for_many_statements_as_for_few(client, django_assert_max_num_queries):
    person = ben()
    client.force_login(person)
    for texts in (TEXTS[:3], TEXTS):
        debate = a_debate(texts=texts)
        with django_assert_max_num_queries(9):
            assert client.get(debate.path).status_code == 200


# --- commands ---


def polis(folder: Path, votes: str) -> Path:
    (folder / "comments.csv").write_text(
        "timestamp,comment-id,moderated,comment-body\n0,0,1,Mehr Zeit\n0,1,1,Mehr Geld\n0,2,-1,Werbung\n"
    )
    (folder / "votes.csv").write_text(f"timestamp,comment-id,voter-id,vote\n{votes}")
    return folder


def test_a_debate_comes_from_polis_and_goes_out_as_it_came(tmp_path):
    folder = polis(tmp_path, "1,0,7,1\n2,1,7,-1\n3,0,9,0\n")
    call_command("import_debate", str(folder), title="Was hilft?", stdout=StringIO())
    debate = Debate.objects.get()
    assert debate.is_draft and debate.statements.count() == 3 and Voter.objects.count() == 2
    Debate.objects.update(gives_rows=True)
    call_command("export_debate", debate.slug, str(tmp_path / "hinaus"), stdout=StringIO())
    out = (tmp_path / "hinaus" / "votes.csv").read_text().splitlines()
    assert sorted(line.split(",")[1::2] for line in out[1:]) == [["0", "0"], ["0", "1"], ["1", "-1"]]
    call_command("import_debate", str(tmp_path / "hinaus"), stdout=StringIO())  # and comes in again


def test_rows_go_out_only_where_that_was_announced_and_the_debate_is_torn_from_its_voters(tmp_path):
    debate = a_debate(texts=TEXTS, days=(-2, -1))
    with pytest.raises(CommandError, match="beendet"):
        call_command("export_debate", debate.slug, str(tmp_path / "a"), stdout=StringIO())
    publish_due()
    call_command("export_debate", debate.slug, str(tmp_path / "a"), stdout=StringIO())
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["comments.csv", "ergebnis.json"]
    with pytest.raises(CommandError, match="nicht leer"):
        call_command("export_debate", debate.slug, str(tmp_path / "a"), stdout=StringIO())


def test_what_cannot_be_read_names_its_line_and_changes_nothing(tmp_path):
    folder = polis(tmp_path, "1,0,7,1\n2,1,7,5\n")
    for command in ("import_debate", "analyse_debate"):
        with pytest.raises(CommandError, match="votes.csv, Zeile 3"):
            call_command(command, str(folder), stdout=StringIO())
    assert not Debate.objects.exists()


def test_a_folder_is_analysed_without_the_database(tmp_path, django_db_blocker):
    votes = "".join(f"{n},{s},{n},{1 if (n + s) % 2 else -1}\n" for n in range(20) for s in range(2))
    out = StringIO()
    with django_db_blocker.block():
        call_command("analyse_debate", str(polis(tmp_path, votes)), json=True, resamples=0, stdout=out)
    found = json.loads(out.getvalue())
    assert {"participants", "groups", "statements", "stability"} <= found.keys()
    assert set(found["participants"][0]) == {"id", "x", "y", "group"}


def test_a_draft_that_was_brought_in_is_published_by_the_team(tmp_path):
    call_command("import_debate", str(polis(tmp_path, "1,0,7,1\n")), title="Was hilft?", stdout=StringIO())
    client = Client()
    client.force_login(ada())
    assert client.get(f"{Debate.objects.get().path}betreuung/").status_code == 200
    assert timezone.now() >= Debate.objects.get().ends
