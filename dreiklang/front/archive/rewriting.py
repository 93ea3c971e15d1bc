"""A page of the house as a file: its main part, with links that lead to other files or become plain text."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings
from lxml import html
from markupsafe import Markup, escape

# What only works while the house stands; templates mark more with data-live.
_LIVE = ("form", "script", "button", "input", "select", "textarea", "template", "dialog")
_LEADS_ELSEWHERE = {"http", "https", "mailto", "tel"}
_TYPED = {"text", "prose"}  # classes of what people wrote
_HASHED = re.compile(r"\.[0-9a-f]{12}(?=\.css$)")


@dataclass
class Part:
    title: str
    main: Markup
    styles: list[str]  # names of the style sheets as the sources have them: 'house/house.css'


def relative(file: str, to: str) -> str:
    """The address of one file of the archive in another."""
    return quote(posixpath.relpath(to, posixpath.dirname(file)))


class Rewriter:
    """`places` says in which file an address of the house is; `fetch` brings a file that is linked and returns its
    place, an address elsewhere, or None."""

    def __init__(self, places: dict[str, str], fetch: Callable[[str], str | None]):
        self._places, self._fetch = places, fetch

    def part(self, page: bytes, file: str) -> Part:
        document = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
        styles = [_source(link.get("href", "")) for link in document.xpath("//head/link[@rel='stylesheet']")]
        title = document.findtext(".//title", "").removesuffix(f" – {settings.SITE_NAME}")
        main = document.find(".//main")
        for element in [*main.iter(*_LIVE), *main.xpath(".//*[@data-live] | .//*[@class='told']")]:
            if element.getparent() is not None:
                element.drop_tree()
        for image in list(main.iter("img")):
            self._show(image, file)
        for link in list(main.iter("a")):
            self._lead(link, file, main)
        return Part(title, Markup("".join(_inner(main))), styles)  # noqa: S704 – the house's own pages

    def _show(self, image, file: str) -> None:
        for name in ("srcset", "sizes", "loading"):
            image.attrib.pop(name, None)
        place = self._fetch(_of_house(image.get("src", "")) or "/")
        if place is None or ":" in place:
            image.drop_tree()
        else:
            image.set("src", relative(file, place))

    def _lead(self, link, file: str, main) -> None:
        target = self._target(link.get("href", ""), file, main)
        if target is not None:
            link.set("href", target)
            return
        parent, is_typed = link.getparent(), _is_typed(link)
        is_alone = parent.text_content().strip() == link.text_content().strip()
        if not is_typed and is_alone and (parent.tag in ("p", "li") or "actions" in parent.get("class", "")):
            parent.drop_tree()  # "Fassungen vergleichen": without the link it says nothing
        elif not is_typed and "kern-btn" in link.get("class", ""):
            link.drop_tree()
        else:
            link.drop_tag()

    def _target(self, address: str, file: str, main) -> str | None:
        if address.startswith("#"):
            return address if main.xpath(".//*[@id=$name]", name=address[1:]) else None
        path = _of_house(address)
        if path is None:
            return address if urlsplit(address).scheme in _LEADS_ELSEWHERE else None
        path, _hash, fragment = path.partition("#")
        place = self._places.get(path) or (None if "?" in path else self._fetch(path))
        if place is None or urlsplit(place).scheme:
            return place
        return relative(file, place) + (f"#{fragment}" if fragment else "")


def _of_house(address: str) -> str | None:
    """'/praxis/x/?a=1#b' of an address that leads to this house; None of another."""
    if address.startswith(f"{settings.SITE_URL}/"):
        return address.removeprefix(settings.SITE_URL)
    return address if address.startswith("/") and not address.startswith("//") else None


def _is_typed(element) -> bool:
    return any(_TYPED & set(above.get("class", "").split()) for above in element.iterancestors())


def _source(address: str) -> str:
    return _HASHED.sub("", address.removeprefix(settings.STATIC_URL))


def _inner(element):
    if element.text:
        yield escape(element.text)
    for child in element:
        yield html.tostring(child, encoding="unicode")
