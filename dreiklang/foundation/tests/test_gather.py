import sys

import pytest
from django.conf import settings

import dreiklang
from dreiklang.foundation.gather import KNOWN, gather


@pytest.fixture
def rooms(tmp_path, monkeypatch, settings):
    """A house of two rooms, `probe_low` below `probe_high`; call it to put a file into a room."""

    def put(room: str, name: str, text: str = "") -> None:
        (tmp_path / room / f"{name}.py").write_text(text)

    for room in ("probe_low", "probe_high"):
        (tmp_path / room).mkdir()
        put(room, "__init__")
    monkeypatch.setattr(dreiklang, "__path__", [*dreiklang.__path__, str(tmp_path)])
    settings.ROOMS = ["probe_low", "probe_high"]
    gather.cache_clear()
    yield put
    gather.cache_clear()
    for name in [name for name in sys.modules if name.startswith("dreiklang.probe_")]:
        del sys.modules[name]


def test_a_file_with_a_known_name_is_found_from_the_ground_up(rooms):
    rooms("probe_high", "start", "floor = 2")
    rooms("probe_low", "start", "floor = 1")
    assert [module.floor for module in gather("start")] == [1, 2]


def test_a_room_without_the_file_is_passed_over(rooms):
    rooms("probe_high", "start")
    assert [module.__name__ for module in gather("start")] == ["dreiklang.probe_high.start"]
    assert gather("demo") == ()


def test_a_file_that_is_broken_is_not_passed_over(rooms):
    rooms("probe_low", "retention", "import nothing_of_this_name")
    with pytest.raises(ModuleNotFoundError, match="nothing_of_this_name"):
        gather("retention")


@pytest.mark.parametrize("name", ["starts", "models", "", "..settings", "personal-data"])
def test_an_unknown_name_is_a_mistake_of_the_caller(name):
    with pytest.raises(LookupError, match="not one of the gathered names"):
        gather(name)


def test_the_rooms_of_this_house_are_gathered_in_the_order_of_the_floors():
    for name in KNOWN:
        found = [module.__name__.split(".")[1] for module in gather(name)]
        assert found == [room for room in settings.ROOMS if room in found]


def test_the_ground_floor_gives_its_own_retention_first():
    assert gather("retention")[0].__name__ == "dreiklang.foundation.retention"


def test_asking_twice_gives_the_same():
    assert gather("retention") is gather("retention")
