"""A search as an Atom feed (RFC 4287), by Django's own writer."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from dreiklang.search.finding import PARAMETERS, find


def atom(typed: str, chosen: dict[str, str], reader, request) -> HttpResponse:
    """The newest of what fits, at most one page of it."""
    found = find(typed, reader, chosen, is_literal=True, newest_first=True)
    asked = urlencode({"q": typed} | {name: value for name, value in chosen.items() if value})
    page = f"{settings.SITE_URL}/suche/?{asked}"
    title = _("%(site)s: Suche nach „%(typed)s“") % {"site": settings.SITE_NAME, "typed": typed}
    feed = Atom1Feed(title=title, link=page, description="", language=request.LANGUAGE_CODE, feed_guid=page)
    for each in found.shown:
        row = each.hit.row
        feed.add_item(
            title="".join(piece.text for piece in each.title), link=settings.SITE_URL + each.address,
            description="".join(piece.text for piece in each.text), updateddate=row.changed_at,
            unique_id=uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/{row.kind}/{row.object_id}").urn,
            categories=[each.kind],
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def address_of(asked: Mapping[str, str], token: str) -> str:
    kept = {name: asked[name] for name in ("q", *PARAMETERS) if asked.get(name)}
    return f"{settings.SITE_URL}/suche/feed.atom?{urlencode(kept | {'schluessel': token})}"
