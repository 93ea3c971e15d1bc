"""The page of a municipality: what the register says of it, where from, and which others are like it."""

from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from dreiklang.places.actions.importing import import_municipalities
from dreiklang.places.models import Land, Municipality
from dreiklang.places.tests.makers import a_district, a_municipality, register

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def page_of(client, key) -> str:
    answer = client.get(f"/kommunen/{key}/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def said(page: str) -> str:
    return " ".join(strip_tags(page.partition("<main")[2].partition("</main>")[0].replace("<", " <")).split())


def test_it_says_what_the_register_says_and_of_which_day(client):
    import_municipalities(register())
    page = page_of(client, "98115001")
    assert "<h1>Auenkirch</h1>" in page and "<title>Auenkirch (Oberauland)" in page
    text = said(page)
    for fact in (
        "Auenkirch Stadt · Landkreis Oberauland · Probeland", "Einwohnerinnen und Einwohner 62.418",
        "Fläche 136,4 km²", "Bevölkerungsdichte 458 je km²", "Amtlicher Gemeindeschlüssel 98115001",
        "Quelle: © Statistisches Bundesamt (Destatis), Gemeindeverzeichnis GV100AD, Gebietsstand 1. Januar 2031",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
    ):  # fmt: skip
        assert fact in text


def test_an_invented_land_is_called_invented_and_has_no_official_source(client):
    district = a_district(is_fictional=True)
    a_municipality(district=district)
    text = said(page_of(client, "99115003"))
    assert "Land 99 ist erfunden, und diese Kommune mit ihm." in text and "Destatis" not in text
    a_municipality("Wirklich", "98115003")
    text = said(page_of(client, "98115003"))
    assert "erfunden" not in text and "GV100AD, Datenlizenz" in text  # of a register whose day is not known


def test_the_nearest_are_named_with_the_reasons_and_lead_to_their_pages(client):
    a_municipality("Musterlingen", "98115003", population=9000)
    a_municipality("Nachbarort", "98115004", population=9100)
    a_municipality("Weitweg", "98115005", population=90_000)
    page = page_of(client, "98115003")
    assert '<a href="/kommunen/98115004/">Nachbarort (Oberauland)</a>' in page and "Weitweg" not in page
    reasons = (
        "ähnlich viele Einwohnerinnen und Einwohner (9.100) · ähnlich dicht besiedelt (106 je km²) · "
        "auch eine Gemeinde · im selben Landkreis"
    )
    assert reasons in said(page)


def test_where_nobody_is_near_it_says_so(client):
    berlin = a_district("Großstadt", "97111", kind="Kreisfreie Stadt")
    a_municipality("Großstadt", "97111000", district=berlin, kind="stadtkreis", population=3_700_000)
    a_municipality("Hafenstadt", "98115004", kind="stadtkreis", population=1_900_000)
    text = said(page_of(client, "97111000"))
    assert (
        "Keine Kommune ist ähnlich" in text
        and "Hafenstadt" not in text
        and "Großstadt Kreisfreie Stadt · Land 97" in text
    )
    Municipality.objects.filter(key="98115004").update(population=2_500_000)
    text = said(page_of(client, "97111000"))
    assert "Hafenstadt" in text and "Keine Kommune ist ähnlich" not in text


def test_a_landkreis_leads_to_its_municipalities_and_each_of_them_to_its_landkreis(client):
    import_municipalities(register())
    page = page_of(client, "98115000")
    assert 'href="/kommunen/98115001/"' in page and 'href="/kommunen/98115002/"' in page
    assert 'href="/kommunen/98115000/"' not in page and "98116001" not in page.partition("<h2>Städte")[2]
    assert "Kreisschlüssel 98115 " in said(page)
    assert page_of(client, "98115002").count('href="/kommunen/98115000/"') == 2  # crumbs, lead
    assert "Städte und Gemeinden" not in said(page_of(client, "98111000"))


def test_many_municipalities_are_folded_and_few_are_not(client):
    a_municipality("Landkreis Oberauland", "98115000", kind="landkreis")
    for number in range(1, 13):
        a_municipality(f"Ort {number}", f"981150{number:02}")
    page = page_of(client, "98115000")
    assert "<details>" not in page and "/kommunen/98115012/" in page
    a_municipality("Ort 13", "98115013")
    assert "<details><summary>Alle 13 zeigen</summary>" in page_of(client, "98115000")


def test_what_is_not_current_or_unknown_is_not_there(client):
    a_municipality("Früher", "98115003", is_current=False)
    for address in ("/kommunen/98115003/", "/kommunen/12345678/", "/kommunen/9811500/", "/kommunen/9811500x/"):
        assert client.get(address).status_code == 404


def test_a_place_without_inhabitants_or_area_has_a_page_too(client):
    a_municipality("Leer", "98115003", population=0, area=0)
    text = said(page_of(client, "98115003"))
    assert "Einwohnerinnen und Einwohner 0" in text and "je km²" not in text


def test_what_a_name_holds_is_text(client):
    a_municipality("<b>Ort & mehr</b>", "98115003")
    a_municipality("<i>Nachbar</i>", "98115004")
    page = client.get("/kommunen/98115003/").content.decode()
    assert "<b>Ort" not in page and "<i>Nachbar" not in page and "&lt;b&gt;Ort &amp; mehr" in page


def test_as_many_queries_for_three_municipalities_as_for_one(client):
    a_municipality("Landkreis Oberauland", "98115000", kind="landkreis", population=9104)
    counts = []
    for number in (1, 2, 3):
        a_municipality(f"Ort {number}", f"9811500{number}")
        for key in ("98115000", "98115001"):
            with CaptureQueriesContext(connection) as queries:
                page_of(client, key)
            counts.append(len(queries))
    assert counts[:2] == counts[4:] and max(counts) < 12


def test_the_day_of_the_register_is_kept_with_each_land():
    import_municipalities(register())
    assert Land.objects.get().as_of == date(2031, 1, 1)
