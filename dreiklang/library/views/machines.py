"""What is public, for programs: the same for everybody who asks, signed in or not."""

import hashlib
import re

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from dreiklang.library.linked_data import as_amb
from dreiklang.library.models import Article

_NEWEST = 50
_CACHING = "public, max-age=900"


def _public():
    return Article.objects.visible_to(None).in_force().select_related("release")


def _newest():
    return _public().order_by("-release__at", "-pk").defer("release__html", "release__content")[:_NEWEST]


def _state_of_feed(_request) -> str:
    """Another one after each release, and where a page is no longer public."""
    rows = _newest().values_list("pk", "release", "changed_at", "release__at")
    return f'"{hashlib.sha256(repr((settings.SITE_URL, list(rows))).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_state_of_feed)
def feed(_request):
    """The newest pages that everybody reads, for feed readers and other networks; names of people are not in it."""
    with override(settings.LANGUAGE_CODE):
        site = settings.SITE_URL
        atom = Atom1Feed(
            title=f"{_('PraxisPortal')} – {settings.SITE_NAME}", link=f"{site}{reverse('articles')}",
            description=_("Neue Seiten im PraxisPortal"), language="de", author_name=settings.OPERATOR,
            feed_url=f"{site}{reverse('articles_feed')}",
        )  # fmt: skip
        for article in _newest().prefetch_related("fields"):
            address, words = f"{site}{article.path}", [field.name for field in article.fields.all()]
            atom.add_item(
                _seen(article.release.title), address, escape(_seen(article.release.summary)),
                unique_id=address,  # a summary is HTML there
                updateddate=article.release.at, categories=[str(article.get_kind_display()), *words],
            )  # fmt: skip
        text = atom.writeString("utf-8")
    response = HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = _CACHING
    return response


def _seen(text: str) -> str:
    """XML knows no signs that nobody sees."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text)


def _state_of_page(_request, slug: str) -> str | None:
    found = _public().filter(slug=slug).values_list("release", "changed_at").first()
    return f'"{found[0]}-{found[1].timestamp():.6f}"' if found else None


@require_safe
@condition(etag_func=_state_of_page)
def amb(_request, slug):
    """One page for catalogues of educational resources."""
    found = get_object_or_404(_public().prefetch_related("fields", "files"), slug=slug)
    response = JsonResponse(as_amb(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Cache-Control"] = _CACHING
    return response
