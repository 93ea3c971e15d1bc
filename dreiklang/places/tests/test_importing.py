import io
import json
import time
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from dreiklang.index.models import Change, Row
from dreiklang.places.actions.importing import import_municipalities
from dreiklang.places.models import District, Land, Municipality
from dreiklang.places.tests.makers import (
    REAL,
    SAMPLE,
    WITHOUT_REAL,
    a_district,
    a_municipality,
    association_line,
    district_line,
    land_line,
    municipality_line,
    register,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def test_the_register_becomes_lands_districts_and_municipalities():
    import_municipalities(register())
    assert Land.objects.get(key="98").name == "Probeland"
    assert District.objects.get(key="98111").kind == "Stadtkreis"
    town = Municipality.objects.get(key="98115001")
    assert (town.name, town.kind, town.population, town.area) == ("Auenkirch", "stadt", 62418, 136.4)
    assert town.folded == "auenkirch" and town.district_id == "98115" and town.is_current


def test_a_town_without_district_is_one_row():
    import_municipalities(register())
    town = Municipality.objects.with_district().get(district="98111")
    assert (town.kind, town.name, town.label) == ("stadtkreis", "Lindenstatt", "Lindenstatt (Stadtkreis)")


def test_each_landkreis_is_a_place_to_work_for_with_the_sums_of_its_municipalities():
    import_municipalities(register())
    district = Municipality.objects.get(key="98115000")
    assert (district.name, district.kind) == ("Landkreis Oberauland", "landkreis")
    assert district.population == 62418 + 9104
    assert district.area == 242.0  # with the uninhabited area, as officially
    assert Municipality.objects.get(key="98116000").name == "Tannwaldkreis"


def test_uninhabited_areas_are_left_out():
    result = import_municipalities(register())
    assert result.left_out == 1
    assert not Municipality.objects.filter(key="98115999").exists()


def test_namesakes_in_one_district_are_told_apart():
    import_municipalities(
        register(
            land_line(), district_line(),
            municipality_line("98115001", "Garting, Stadt"), municipality_line("98115002", "Garting, Kirchspiel"),
            association_line(association="0001", name="Amt am See"),
            municipality_line("98115003", "Neumoos", association="0001"),
            association_line(association="0002", name="Amt am Wald"),
            municipality_line("98115004", "Neumoos", association="0002"),
        )
    )  # fmt: skip
    names = set(Municipality.objects.exclude(kind="landkreis").values_list("name", flat=True))
    assert names == {"Garting, Stadt", "Garting, Kirchspiel", "Neumoos, Amt am See", "Neumoos, Amt am Wald"}


def test_a_second_run_changes_nothing():
    first, second = import_municipalities(register()), import_municipalities(register())
    assert first.as_data()["new"] == 6
    assert second.changes == []
    assert second.as_data()["unchanged"] == 6


def test_what_changed_is_said_with_before_and_after():
    import_municipalities(register())
    changed = [line.replace("00000009104", "00000009200") for line in SAMPLE]
    changes = {change.key: change for change in import_municipalities(register(*changed)).changes}
    assert changes["98115002"].what == "changed"
    assert changes["98115002"].fields == {"population": [9104, 9200]}
    assert set(changes) == {"98115002", "98115000"}  # its Landkreis counts them too
    assert Municipality.objects.get(key="98115002").population == 9200


def test_what_the_register_no_longer_names_is_kept_and_no_longer_current():
    import_municipalities(register())
    without = [line for line in SAMPLE if "98116001" not in line]
    result = import_municipalities(register(*without))
    assert ("98116001", "gone") in {(change.key, change.what) for change in result.changes}
    assert not Municipality.objects.get(key="98116001").is_current
    assert import_municipalities(register(*without)).changes == []


def test_what_returns_to_the_register_is_current_again():
    import_municipalities(register())
    import_municipalities(register(*[line for line in SAMPLE if "98116001" not in line]))
    import_municipalities(register())
    assert Municipality.objects.get(key="98116001").is_current


def test_a_file_of_one_land_leaves_the_others_alone():
    a_municipality(key="97115003")
    import_municipalities(register())
    assert Municipality.objects.get(key="97115003").is_current


def test_the_invented_land_is_not_touched():
    a_municipality(district=a_district(is_fictional=True))
    import_municipalities(register())
    assert Municipality.objects.get(key="99115003").is_current


def test_a_register_that_claims_an_invented_land_is_refused():
    a_district(is_fictional=True)
    claimed = [line.replace("2031010198", "2031010199") for line in SAMPLE]
    assert_refused(register(*claimed), "Zeile 1:", "erfundene Land")


def with_line(number: int, line: str) -> bytes:
    return register(*SAMPLE[: number - 1], line, *SAMPLE[number:])


@pytest.mark.parametrize(
    ("data", "sentences"),
    [
        (b"", ("Zeile 1:", "leer")),
        (b" \n\n", ("Zeile 1:", "leer")),
        (with_line(5, SAMPLE[4][:180]), ("Zeile 5:", "180 Zeichen")),
        (with_line(5, SAMPLE[4] + " "), ("Zeile 5:", "221 Zeichen")),
        (with_line(4, "70" + SAMPLE[3][2:]), ("Zeile 4:", "Satzart „70“")),
        (b"Name;Einwohner\nMusterlingen;9104\n", ("Zeile 1:", "Satzart „Na“")),
        (with_line(6, SAMPLE[5].replace("98115002", "9811500x")), ("Zeile 6:", "„9811500x“")),
        (with_line(4, SAMPLE[3].replace("98115", "98 15")), ("Zeile 4:", "Ziffern")),
        (with_line(6, SAMPLE[5].replace("00000009104", "0000000910x")), ("Zeile 6:", "Einwohnerzahl")),
        (with_line(6, SAMPLE[5].replace("00000009104", "99999999999")), ("Zeile 6:", "Einwohnerzahl")),
        (with_line(6, SAMPLE[5].replace("00000008560", "-0000008560")), ("Zeile 6:", "Fläche")),
        (with_line(6, SAMPLE[5].replace("20310101", "20311301")), ("Zeile 6:", "Datum")),
        (with_line(6, municipality_line("98115002", kind="99")), ("Zeile 6:", "Kennzeichen")),
        (with_line(6, municipality_line("98115002", kind="")), ("Zeile 6:", "Kennzeichen")),
        (with_line(4, district_line(kind="")), ("Zeile 4:", "Kennzeichen")),
        (with_line(6, municipality_line("98115002", name="")), ("Zeile 6:", "Name fehlt")),
        (with_line(6, SAMPLE[4]), ("Zeile 6:", "98115001", "Zeile 5")),
        (with_line(6, municipality_line("98444001")), ("Zeile 6:", "Kreis 98444")),
        (with_line(4, district_line("97115")), ("Zeile 4:", "Land 97")),
        (register(*SAMPLE[:2]), ("Zeile 3:", "keine einzige Gemeinde")),
        (register().replace(b"Musterlingen", "Müsterlingen".encode("latin-1"), 1), ("Zeile 6:", "UTF-8")),
        ("\n".join(SAMPLE).encode("utf-16"), ("Zeile 1:", "keine Textdatei")),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ("Zeile 3:", "keine Textdatei")),
        (with_line(6, SAMPLE[5].replace("Musterlingen", "Muster\x1bingen")), ("Zeile 6:", "Steuerzeichen")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_nonsense_is_refused_with_its_line_and_changes_nothing(data, sentences):
    assert_refused(data, *sentences)


def test_nonsense_in_the_last_line_leaves_an_imported_register_as_it_was():
    import_municipalities(register())
    changed = [line.replace("00000009104", "00000009200") for line in SAMPLE]
    assert_refused(register(*changed, municipality_line("98116002")[:100]), "Zeile 10:")


def test_a_failure_while_writing_takes_everything_back(monkeypatch):
    def fail(*_):
        raise OSError("disk")

    monkeypatch.setattr("dreiklang.places.actions.importing._retire", fail)
    with pytest.raises(OSError):
        import_municipalities(register())
    assert not Land.objects.exists()


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        run(tmp_path / "nowhere.txt")


def test_windows_line_ends_and_a_byte_order_mark_are_read():
    data = b"\xef\xbb\xbf" + register().replace(b"\n", b"\r\n")
    assert import_municipalities(data).municipalities == 6


def test_the_command_reads_a_file_and_says_what_happened(tmp_path):
    out, err = run(written(tmp_path))
    assert "Gebietsstand 01.01.2031: 1 Länder, 3 Kreise, 6 Kommunen" in out
    assert "Neu: 6, geändert: 0, weggefallen: 0, unverändert: 0." in out
    assert "6 Kommunen werden" in err


def test_the_command_reads_the_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(register())))
    run("-")
    assert Municipality.objects.count() == 6


def test_the_command_prints_json_and_nothing_else(tmp_path):
    out, _err = run(written(tmp_path), "--json")
    result = json.loads(out)
    assert (result["as_of"], result["new"], result["changed"], result["gone"], result["left_out"]) == (
        "2031-01-01", 6, 0, 0, 1,
    )  # fmt: skip
    assert {"key": "98115002", "name": "Musterlingen", "what": "new", "fields": {}} in result["changes"]


def test_as_many_queries_for_three_municipalities_as_for_one(django_assert_num_queries):
    rows = [municipality_line(f"9811500{n}", f"Ort {n}") for n in (1, 2, 3)]
    with django_assert_num_queries(15):
        import_municipalities(register(land_line(), district_line(), rows[0]))
    Municipality.objects.all().delete()
    District.objects.all().delete()
    Land.objects.all().delete()
    with django_assert_num_queries(15):
        import_municipalities(register(land_line(), district_line(), *rows))


@pytest.mark.long
@pytest.mark.skipif(not REAL.exists(), reason=WITHOUT_REAL)
def test_the_whole_official_register_is_read_in_time():
    started = time.monotonic()
    result = import_municipalities(REAL.read_bytes())
    assert time.monotonic() - started < 60
    assert (result.lands, result.districts, result.left_out) == (16, 400, 206)
    assert result.municipalities == 10_981 - 206 + 294
    everything = list(Municipality.objects.with_district())
    assert len({municipality.label for municipality in everything}) == len(everything)
    assert Row.objects.count() == len(everything)
    told = Change.objects.count()
    assert import_municipalities(REAL.read_bytes()).changes == [] and Change.objects.count() == told


def assert_refused(data: bytes, *sentences: str):
    before = state()
    with pytest.raises(CommandError) as refused:
        call_with(data)
    for sentence in (*sentences, "Es wurde nichts geändert."):
        assert sentence in str(refused.value)
    assert state() == before


def call_with(data: bytes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        run("-")


def state() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Land, District, Municipality)]


def run(file, *options) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_municipalities", str(file), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written(folder):
    file = folder / "register.txt"
    file.write_bytes(register())
    return file
