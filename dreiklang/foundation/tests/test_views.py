"""What views share."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from dreiklang.foundation.views import packed

PAGE = "<p>Räume und Fragen</p>" * 50


def answer(accepts: str, status: int = 200):
    view = packed(lambda request: HttpResponse(PAGE, status=status))
    return view(RequestFactory().get("/", headers={"accept-encoding": accepts}))


UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}
as_browsers_ask = pytest.mark.parametrize(
    ("accepts", "encoding"), [("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("br;q=0, gzip", "gzip")]
)


@as_browsers_ask
def test_a_long_page_goes_packed_to_whoever_unpacks_it(accepts, encoding):
    response = answer(accepts)
    assert response["Content-Encoding"] == encoding and response["Vary"] == "Accept-Encoding"
    page, _comment, blur = UNPACKED[encoding](response.content).decode().partition("<!-- ")
    assert page == PAGE and blur.endswith(" -->")
    assert int(response["Content-Length"]) == len(response.content) < len(PAGE) / 4


@pytest.mark.parametrize("accepts", ["", "identity", "deflate", "br;q=0"])
def test_it_goes_as_it_is_to_whoever_does_not(accepts):
    plain = answer(accepts)
    assert "Content-Encoding" not in plain and plain.content.decode() == PAGE and plain["Vary"] == "Accept-Encoding"


@as_browsers_ask
def test_its_length_tells_nothing_of_what_it_says(accepts, encoding):
    lengths = {len(answer(accepts).content) for _time in range(400)}
    assert len(lengths) > 60 and max(lengths) - min(lengths) > 80  # as much as Django's own
