from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dreiklang.people.tests.makers import a_person, ada
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.tests.makers import a_full_house, a_guest, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture
def download(client):
    client.force_login(ada())

    def download(seats) -> bytes:
        answer = client.get(reverse("list_of_seats", args=[seats.pk]))
        assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return answer.content

    return download


def rows(file: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()


def test_everybody_who_has_a_seat_or_waits_stands_on_the_list_in_order(download):
    seats = some_seats(capacity=3, open_to="public")
    first, gone, *_ = a_full_house(seats)
    confirm_address(a_guest(seats))
    register(seats, a_person("Zoë Wartend"))
    a_guest(seats, "Ines Gast", "ines@example.net")
    cancel(gone)
    headings, *people = rows(download(seats))
    assert headings == ["Name", "E-Mail-Adresse", "Stand", "Angemeldet am"]
    assert [person[:3] for person in people] == [
        ["Person1 Beispiel", "person1@example.org", "bestätigt"],
        ["Person3 Beispiel", "person3@example.org", "bestätigt"],
        ["Gitta Gast", "gitta@example.net", "bestätigt"],
        ["Zoë Wartend", "zoë@example.org", "Warteliste"],
        ["Ines Gast", "ines@example.net", "Warteliste"],
    ]
    assert all(person[3].endswith(" Uhr") for person in people)


def test_an_empty_list_has_its_headings(download):
    assert rows(download(some_seats())) == [["Name", "E-Mail-Adresse", "Stand", "Angemeldet am"]]


def test_the_file_is_named_after_the_event(client):
    client.force_login(ada())
    answer = client.get(reverse("list_of_seats", args=[some_seats(title='Überblick "2027"; x=\r\ny').pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="ueberblick-2027-x-y.xlsx"'


FORMULAS = [
    '=HYPERLINK("https://boese.example","Rechnung")', "=1+1", "+49 711 123", "-2+3", "@SUM(A1)", "{=1}", "\t=1",
    "https://boese.example", "mailto:x@boese.example", "007", "1e5", "WAHR", "O'Neil & <Söhne>",
]  # fmt: skip


def test_a_name_that_looks_like_a_formula_a_link_or_a_number_is_text(download):
    seats = some_seats(capacity=99)
    for number, name in enumerate(FORMULAS):
        register(seats, a_person(name, email=f"{number}@example.org"))
    file = download(seats)
    assert [row[0] for row in rows(file)[1:]] == FORMULAS
    assert not does_anything(file)


def does_anything(file: bytes) -> bool:
    """Whether a sheet holds a formula or a link."""
    with ZipFile(BytesIO(file)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    return "<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet


def test_written_carelessly_the_same_names_would_do_something():
    """The counter-test of the one above."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_column(0, 0, FORMULAS)
    assert does_anything(file.getvalue())


def test_as_many_queries_for_three_people_as_for_one(client, django_assert_num_queries):
    client.force_login(ada())
    seats = some_seats(capacity=9)
    for number in range(3):
        register(seats, a_person(email=f"{number}@example.org"))
        with django_assert_num_queries(4):  # session, person, seats, registrations
            client.get(reverse("list_of_seats", args=[seats.pk]))
