"""What a visit costs on a slow line: bytes over the wire and requests, from a real server with a real browser."""

import pytest

from dreiklang.tests.real_server import RealServer

pytestmark = [pytest.mark.journey, pytest.mark.long]
FIRST_BYTES, FIRST_REQUESTS, SECOND_BYTES = 120_000, 10, 10_000


def test_a_first_visit_is_light_and_a_second_almost_nothing(chromium, furnished):
    with RealServer(processes=2, DREIKLANG_DEMO="1") as server:
        for path in ("/", "/veranstaltungen/demo-abendvortrag-ankommen-und-bleiben/", "/konto/anfrage/"):
            context = chromium.new_context(base_url="http://{}:{}".format(*server.address))
            first, second = _weigh(context, path), _weigh(context, path)
            assert first.bytes <= FIRST_BYTES and first.requests <= FIRST_REQUESTS, (path, first)
            assert 500 < second.bytes <= SECOND_BYTES, (path, second)
            context.close()


class _weigh:
    """Open a page once in a new tab of this window and count what comes over the wire, headers included."""

    def __init__(self, context, path: str):
        self.bytes = self.requests = 0
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)
        page.goto(path, wait_until="networkidle")
        page.close()

    def _count(self, event):
        self.bytes += event["encodedDataLength"]
        self.requests += event["encodedDataLength"] > 0

    def __repr__(self):
        return f"{self.bytes} bytes in {self.requests} requests"
