"""The map: as many as said so, by keyboard, beside the equal list; from outlines that somebody imported."""

import json
import re

import pytest
from django.core.management import CommandError, call_command

from dreiklang.exchange.tests.colleagues_makers import a_colleague, at
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.actions.blocking import block
from dreiklang.people.models import Level, Person
from dreiklang.people.tests.makers import ben
from dreiklang.places import demo as places_demo
from dreiklang.places import outlines
from dreiklang.places.actions.outlining import import_outlines
from dreiklang.places.models import Outline
from dreiklang.places.tests.makers import REAL, WITHOUT_REAL, a_district

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PAGE = "/austausch/kolleginnen/karte/"
SOURCE = "© Vermessung Probeland"


def a_square(left: float, top: float, side=0.2) -> list:
    return [[left, top], [left + side, top], [left + side, top - side], [left, top - side], [left, top]]


def features(**squares) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"AGS": key[1:]}, "geometry": {"type": "Polygon", "coordinates": [square]}}
        for key, square in squares.items()
    ]})  # fmt: skip


@pytest.fixture
def drawn(client):
    for key, name in (("98115", "Oberauland"), ("98116", "Tannwaldkreis")):
        a_district(name, key)
    text = features(k98115=a_square(9, 48), k98116=a_square(9.2, 48), k98999=a_square(10, 49))
    assert import_outlines(text, source=SOURCE, link="https://karte.example/") == (2, ["98999"])
    client.force_login(ben())


def test_a_district_counts_who_shows_where_she_works_and_says_the_same_in_map_and_list(client, drawn):
    town = at("Auenkirch", "98115001")
    a_colleague("Anna A", town)
    hidden = a_colleague("Bea B", town, shows_municipality=Level.ME)
    blocking = a_colleague("Cora C", town)
    page = client.get(PAGE).content.decode()
    assert "Oberauland: 2 Kolleginnen und Kollegen" in page and "Bea" not in page and "Anna" not in page
    block(blocking.person, Person.objects.get(email="ben@example.org"))
    page = client.get(PAGE).content.decode()
    inside = re.findall(
        r'<a href="([^"]+)" aria-label="([^"]+)"><path class="map__(\d)" d="[^"]+"/><title>([^<]+)</title>', page
    )
    beside = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>: ([^<]+)</li>', page)
    assert [(path, label) for path, label, _shade, _tip in inside] == [(p, f"{n}: {s}") for p, n, s in beside]
    assert all(label == tip for _path, label, _shade, tip in inside)
    assert [(label, shade) for _path, label, shade, _tip in inside] == [
        ("Oberauland: 1 Kollegin oder Kollege", "1"), ("Tannwaldkreis: niemand", "0"),
    ]  # fmt: skip
    assert f'<a href="https://karte.example/">{SOURCE}</a>' in page
    assert hidden.person.name not in client.get(inside[0][0]).content.decode()
    assert "Anna A" in client.get(inside[0][0]).content.decode()


def test_without_outlines_the_page_leads_to_the_directory(client):
    client.force_login(ben())
    page = client.get(PAGE).content.decode()
    assert "Noch keine Umrisse" in page and "<svg" not in page.partition("<main")[2]


def test_neighbours_share_their_border_and_a_line_needs_no_points_between():
    ring = a_square(9, 48)
    ring.insert(1, [9.1, 48])  # on the straight line
    found = outlines.read(features(k98115=ring, k98116=a_square(9.2, 48)))
    assert found["98115"].right == found["98116"].left and found["98115"].shape.count("l") == 1
    assert len(re.findall(r"-?\d+", found["98115"].shape)) == 8  # four corners


def test_utm_metres_are_taken_like_degrees():
    square = [[500_000, 5_400_000], [520_000, 5_400_000], [520_000, 5_380_000], [500_000, 5_380_000]]
    found = outlines.read(features(k98115=square))["98115"]
    assert (found.right - found.left, found.bottom - found.top) == (50, 50)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "x", '{"features": []}', '{"type": "Topology"}', features(k12=a_square(9, 48))]
)
def test_a_file_that_is_none_changes_nothing(text, tmp_path, drawn):
    with pytest.raises(Refusal, match="weder GeoJSON noch TopoJSON"):
        import_outlines(text, source="x")
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="Es wurde nichts geändert"):
        call_command("import_outlines", str(file), quelle="x")
    assert set(Outline.objects.values_list("source", flat=True)) == {SOURCE}


def test_the_invented_land_is_drawn_the_same_every_time(client):
    places_demo.furnish(tell=lambda line: None)
    before = list(Outline.objects.order_by("pk").values_list("pk", "shape"))
    places_demo.furnish(tell=lambda line: None)
    assert before == list(Outline.objects.order_by("pk").values_list("pk", "shape")) and len(before) > 5


@pytest.mark.skipif(not REAL.exists(), reason=WITHOUT_REAL)
@pytest.mark.long
def test_the_districts_of_germany_are_small_enough_for_a_page(client):
    real = REAL.with_name("de-kreise-laender-25.topo.json")
    found = outlines.read(real.read_text())
    for key in found:
        a_district(f"Kreis {key}", key)
    assert import_outlines(real.read_text(), source="© GeoBasis-DE / BKG 2021 (Daten verändert)") == (400, [])
    client.force_login(ben())
    sizes = {land: len(client.get(f"{PAGE}?land={land}").content) for land in ("01", "08", "09", "11")}
    assert max(sizes.values()) <= 60_000, sizes
