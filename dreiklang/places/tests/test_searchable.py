"""Municipalities are found as the newest register has them."""

import pytest

from dreiklang.index.kinds import kinds
from dreiklang.index.models import Row
from dreiklang.index.tests.makers import changes, row_of, words_of
from dreiklang.places.actions.importing import import_municipalities
from dreiklang.places.demo import furnish
from dreiklang.places.searchable import MUNICIPALITY
from dreiklang.places.tests.makers import SAMPLE, a_municipality, register

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def found() -> dict[str, str]:
    return dict(Row.objects.filter(kind=MUNICIPALITY).values_list("object_id", "title"))


def test_what_the_register_names_is_found_with_its_kind_district_and_land():
    import_municipalities(register())
    assert len(found()) == 6
    row = row_of(MUNICIPALITY, "98115002")
    assert (row.readers, row.address, row.title) == ("public", "/kommunen/98115002/", "Musterlingen (Oberauland)")
    assert (row.land, row.municipality_kind) == ("98", "gemeinde")
    assert all(word in words_of(row) for word in ("Landkreis Oberauland", "Probeland", "98115002"))
    assert "Stadtkreis" in words_of(row_of(MUNICIPALITY, "98111000"))
    assert row_of(MUNICIPALITY, "98115000").municipality_kind == "landkreis"


def test_the_same_register_once_more_tells_nothing():
    import_municipalities(register())
    told = len(changes())
    import_municipalities(register())
    assert len(changes()) == told


def test_a_new_number_of_inhabitants_changes_nothing_that_is_found_and_a_new_name_does():
    import_municipalities(register())
    told = len(changes())
    import_municipalities(register(*[line.replace("00000009104", "00000009200") for line in SAMPLE]))
    assert len(changes()) == told
    import_municipalities(register(*[line.replace("Auenkirch, Stadt", "Auenstadt, Stadt") for line in SAMPLE]))
    assert found()["98115001"] == "Auenstadt (Oberauland)" and changes()[told:] == [(MUNICIPALITY, "98115001")]


def test_the_new_name_of_a_district_is_found_with_each_of_its_municipalities():
    import_municipalities(register())
    import_municipalities(register(*[line.replace("Oberauland", "Niederauen") for line in SAMPLE]))
    assert found()["98115002"] == "Musterlingen (Niederauen)" and found()["98115000"] == "Landkreis Niederauen"


def test_what_the_register_no_longer_names_is_not_found_and_what_returns_is():
    import_municipalities(register())
    import_municipalities(register(*[line for line in SAMPLE if "98116001" not in line]))
    assert "98116001" not in found() and (MUNICIPALITY, "98116001") in changes()
    assert kinds()[MUNICIPALITY].readable(["98116001", "98115001"], None) == {"98115001"}
    import_municipalities(register())
    assert "98116001" in found()


def test_a_register_of_one_land_leaves_what_is_found_of_others_alone():
    furnish(lambda said: None)
    before = found()
    import_municipalities(register())
    assert len(before) == 131 and before.items() <= found().items() and len(found()) == 137
    told = len(changes())
    furnish(lambda said: None)
    assert len(changes()) == told


def test_a_refused_register_leaves_what_is_found(monkeypatch):
    def fail(*_):
        raise OSError("disk")

    import_municipalities(register())
    before = found(), len(changes())
    monkeypatch.setattr("dreiklang.places.actions.importing.searchable.put", fail)
    with pytest.raises(OSError):
        import_municipalities(register(*[line for line in SAMPLE if "98116001" not in line]))
    assert (found(), len(changes())) == before


def test_building_anew_says_what_the_rows_say():
    import_municipalities(register())
    a_municipality("Früher", "98115009", is_current=False)
    assert {entry.object_id: entry.title for entry in kinds()[MUNICIPALITY].entries()} == found()
