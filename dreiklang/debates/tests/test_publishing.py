import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pypdfium2
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation

from dreiklang.debates import paper_files, publishing, reportable, showing
from dreiklang.debates.actions.computing import publish, publish_due
from dreiklang.debates.actions.voting import vote
from dreiklang.debates.models import Debate, State, Statement, Vote, Voter
from dreiklang.debates.tests.makers import a_debate
from dreiklang.debates.views import reporting
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.tests import verapdf
from dreiklang.moderation.actions import deciding
from dreiklang.moderation.models import Case
from dreiklang.people.tests.makers import ada, ben

pytestmark = [pytest.mark.django_db, pytest.mark.long]

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
    first = rows(publish(debate))
    answered_by(debate, 7, YES)
    answered_by(debate, 1, NO)
    state = publish(debate)
    second = rows(state)
    assert (first[2]["agree"], first[2]["disagree"], first[2]["votes"]) == (10, 10, None)  # 15 and 10 would be all
    assert (second[2]["agree"], second[2]["disagree"]) == (20, 10)
    assert state.shown["parts"]["known"]["voters"] == 30
    assert [first[0]["agree"], second[0]["agree"]] == [20, 30]  # of 25, of 33: all


def test_a_part_of_fewer_than_five_is_not_there_and_waits_for_its_own_five():
    debate = a_debate(texts=TEXTS, readers="public", takes_guests=True)
    answered_by(debate, 9, YES)
    answered_by(debate, 4, NO, is_new=True)
    assert set(publish(debate).shown["parts"]) == {"known"}
    answered_by(debate, 1, YES)
    assert publish(debate) is None  # one of each would make five
    answered_by(debate, 1, NO, is_new=True)
    second = publish(debate)
    assert second.shown["parts"]["new"]["voters"] == 5 and second.shown["parts"]["known"]["voters"] == 5


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
    assert last.is_last and [group["size"] for group in groups] == [10, 10] and groups[0]["typical"]
    assert set(groups[0]["typical"][0]) == {"statement", "side"}
    assert State.objects.filter(is_last=True).count() == 1
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
    Statement.objects.filter(number=7).update(state=Statement.REMOVED)  # its answers stay, and are not counted
    assert 7 not in rows(publish_again(debate)) and debate.statements.get(number=6).priority > 0


def publish_again(debate) -> State:
    Voter.objects.update(is_counted=False)
    return publish(debate)


def test_what_is_asked_next_is_weighed_with_each_state_by_what_it_shows_alone():
    weights = []
    for passing in (0, 1):  # what one person passes on moves nothing
        debate = a_debate(texts=TEXTS)
        answered_by(debate, 11, YES[:4])
        answered_by(debate, 1, [passing, *YES[1:4]])
        publish(debate)
        weights.append(dict(debate.statements.values_list("number", "priority")))
    assert weights[0] == weights[1]
    assert weights[0][7] > weights[0][0] > 1  # one of them nobody has answered yet


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
    said = ("Was alle teilen", "Gruppe A: mindestens 10 Personen", "<circle", TEXTS[7])
    assert [words for words in said if words not in page] == []
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


# --- on paper, and what is taken away ---


def text_of_pdf(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return " ".join("\n".join(pages).replace("\u200b", "").split())


def a_debate_that_is_over() -> Debate:
    debate = a_debate(texts=TEXTS)
    answered_by(debate, 12, YES)
    answered_by(debate, 12, NO)
    with time_machine.travel(debate.ends + timedelta(minutes=1), tick=False):
        publish_due()
    Debate.objects.update(ends=timezone.now(), votes_from=timezone.now() - timedelta(days=1))
    return Debate.objects.get()


def test_the_result_goes_out_on_paper(client):
    debate = a_debate_that_is_over()
    client.force_login(ben())
    response = client.get(f"{debate.path}ergebnis.pdf")
    printed = text_of_pdf(response.content)
    assert response["Content-Type"] == "application/pdf"
    said = (debate.title, "Was alle teilen", "Gruppe A: mindestens 10 Personen", TEXTS[7])
    assert [words for words in said if words not in printed] == []


@pytest.mark.long
@pytest.mark.skipif(bool(verapdf.what_is_missing()), reason=verapdf.what_is_missing())
def test_the_paper_holds_to_both_standards(tmp_path):
    debate = a_debate_that_is_over()
    debate.outcome_source = "Beschlossen.\n\n- eins\n- zwei"
    (tmp_path / "full.pdf").write_bytes(paper_files.as_pdf(debate, debate.states.first()))
    found = verapdf.check(*tmp_path.glob("*.pdf"))
    assert found == {"full.pdf": {"PDF/UA-1": [], "PDF/A-3a": []}}


def test_a_statement_that_was_reported_and_removed_stands_nowhere_any_more_and_comes_back(client):
    debate, team = a_debate_that_is_over(), ada()
    statement = debate.statements.get(number=7)
    words = {"kind": "hostility", "words": "Das setzt herab."}
    assert Client().post(f"{debate.path}aussagen/{statement.pk}/meldung/", words).status_code == 404  # of members
    client.force_login(ben())
    for _time in range(2):
        assert client.post(f"{debate.path}aussagen/{statement.pk}/meldung/", words).status_code == 200
    case = Case.objects.get()
    assert case.reports.count() == 1
    deciding.decide(case, what="remove", because="hostility", reason="Es setzt herab.", by=team)
    for address in ("", "ergebnis/", "ergebnis.json"):
        assert TEXTS[7] not in client.get(f"{debate.path}{address}").content.decode()
    assert "Von der Moderation entfernt: Anfeindung" in client.get(debate.path).content.decode()
    assert TEXTS[7] not in text_of_pdf(client.get(f"{debate.path}ergebnis.pdf").content)
    reportable.restore(case.target, "remove")
    assert TEXTS[7] in client.get(f"{debate.path}ergebnis/").content.decode()


def test_without_an_account_one_reports_what_one_reads_a_few_times_an_hour(monkeypatch):
    monkeypatch.setattr(reporting, "WITHOUT_ACCOUNT", 2)
    debate = a_debate(readers="public")
    address = f"{debate.path}aussagen/{debate.statements.first().pk}/meldung/"
    found = [Client().post(address, {"kind": "unlawful"}).status_code for _time in range(3)]
    assert found == [200, 200, 409] and Case.objects.get().reports.count() == 2


@pytest.mark.parametrize("people", [0, 10, 15])
def test_how_sure_the_groups_are_is_said_as_the_analysis_says_it_and_in_the_language_of_the_reader(people):
    votes = {str(number): {at: 1 if (number + at) % 2 else -1 for at in range(10)} for number in range(people)}
    said = [publishing.Said(number, f"Aussage {number}") for number in range(10)]
    trust, sentence = publishing._groups(votes, said)["trust"], publishing._analysis(votes, said).stability.sentence
    assert showing.trust_in(trust)[:40] == sentence[:40] and showing.trust_in(None) == ""
    with translation.override("en"):
        assert showing.trust_in(trust)[:40] != sentence[:40]
