"""Imported indicators: read whole or not at all, and part of what makes municipalities alike."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from dreiklang.foundation.refusal import Refusal
from dreiklang.places.actions.indicators import import_indicator
from dreiklang.places.models import Figure, Indicator
from dreiklang.places.nearness import Weights, near
from dreiklang.places.tests.makers import a_municipality

pytestmark = pytest.mark.django_db
FACTS = {"source": "Demo-Statistik", "as_of": date(2026, 1, 1)}


@pytest.fixture
def places():
    """Four that are alike in everything else."""
    return [a_municipality(f"Ort {number}", f"9811500{number}", population=9000) for number in range(1, 5)]


def table(*values) -> list[str]:
    return ["ags;wert", *(f"9811500{number};{value}" for number, value in enumerate(values, start=1))]


def test_the_alike_in_an_indicator_come_first_and_say_so(places):
    import_indicator(table("10,0", "30,5", "11,5", "1.020,0"), "Anteil", **FACTS)
    found = near(places[0])
    assert [each.municipality.name for each in found] == ["Ort 3", "Ort 2", "Ort 4"]
    import_indicator(table("10", "10", "90", "20"), "Anteil", **FACTS)
    assert "ähnlich: Anteil" in near(places[0])[0].reasons
    assert [each.municipality.name for each in near(places[0], weights=Weights(indicators=0))][0] == "Ort 2"


def test_what_is_not_known_of_both_counts_for_nothing(places):
    import_indicator(table("10")[:2], "Anteil", **FACTS)
    assert [each.distance for each in near(places[0])] == [0, 0, 0]


def test_the_same_name_replaces_what_was_known(places):
    import_indicator(table(1, 2, 3, 4), "Anteil", **FACTS)
    import_indicator(table(5, 6), "Anteil", weight=1, **FACTS)
    assert list(Figure.objects.order_by("value").values_list("value", "quantile")) == [(5, 0), (6, 1)]
    assert Indicator.objects.get().weight == 1


@pytest.mark.parametrize(("lines", "said"), [
    (["schluessel;wert"], "Zeile 1"), (table("x"), "Zeile 2: „x“ ist keine Zahl"), (table("inf"), "ist keine Zahl"),
    (["ags;wert", "98115001;1", "", "98115001;2"], "Zeile 4: Der Schlüssel 98115001 steht zweimal"),
    (["ags;wert", "12345678;1"], "gibt es hier nicht"), (["ags;wert", "98115001"], "Zeile 2: 1 Spalten statt 2"),
    (["ags;wert"], "keine Zeile"), ([], "Zeile 1"),
])  # fmt: skip
def test_what_cannot_be_read_changes_nothing_and_names_its_line(places, lines, said):
    import_indicator(table(1, 2), "Anteil", **FACTS)
    with pytest.raises(Refusal, match=said):
        import_indicator(lines, "Anteil", **FACTS)
    assert Figure.objects.count() == 2


def test_a_landkreis_may_be_named_by_its_district_key():
    a_municipality("Landkreis Oberau", "98115000", kind="landkreis")
    assert import_indicator(["ags;wert", "98115;3"], "Anteil", **FACTS)[1] == 1


def test_the_command_says_what_it_did_and_what_is_wrong(places, tmp_path, capsys):
    file = tmp_path / "anteil.csv"
    file.write_text("\ufeffags;wert\r\n98115001;1,5\r\n", encoding="utf-8")
    given = {"name": "Anteil", "quelle": "Demo", "stand": "2026-01-01"}
    call_command("import_indicator", file, **given)
    assert "für 1 Kommunen" in capsys.readouterr().out
    for wrong in ({"stand": "gestern"}, {"gewicht": 9.0}):
        with pytest.raises(CommandError, match="nichts geändert"):
            call_command("import_indicator", file, **given | wrong)
    file.write_bytes(b"ags;wert\n98115001;\xff\n")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_indicator", file, **given)


def test_the_page_shows_indicators_with_their_source_and_weighs_as_one_wishes(places, client):
    import_indicator(table(1, 2, 3, 4), "Anteil", unit="%", **FACTS)
    page = client.get(places[0].path).content.decode()
    assert "Demo-Statistik" in page and 'name="kennzahlen"' in page
    a_municipality("Große Stadt", "98115009", kind="stadt", population=90_000)
    assert "Große Stadt" not in page
    weighed = client.get(f"{places[0].path}?groesse=0&art=0&dichte=0&land=9").content.decode()
    assert "Große Stadt" in weighed and "Wie üblich" in weighed
