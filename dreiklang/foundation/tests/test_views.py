"""What views share."""

import gzip

from django.http import HttpResponse
from django.test import RequestFactory

from dreiklang.foundation.views import packed

PAGE = "<p>Räume und Fragen</p>" * 50


def answer(accepts: str, status: int = 200):
    view = packed(lambda request: HttpResponse(PAGE, status=status))
    return view(RequestFactory().get("/", headers={"accept-encoding": accepts}))


def test_a_long_page_goes_packed_to_whoever_unpacks_it():
    response = answer("br, gzip")
    assert response["Content-Encoding"] == "gzip" and gzip.decompress(response.content).decode() == PAGE
    assert int(response["Content-Length"]) == len(response.content) < len(PAGE) / 4
    plain = answer("br")
    assert "Content-Encoding" not in plain and plain.content.decode() == PAGE and plain["Vary"] == "Accept-Encoding"


def test_its_length_tells_nothing_of_what_it_says():
    assert len({len(answer("gzip").content) for _time in range(20)}) > 1
