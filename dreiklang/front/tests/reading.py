"""What a browser would fetch, run or style for a page, as the tests read it."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

_FETCHED = {
    "link": ("href", "imagesrcset"), "script": ("src",), "img": ("src", "srcset"), "source": ("src", "srcset"),
    "iframe": ("src",), "embed": ("src",), "object": ("data",), "video": ("src", "poster"), "audio": ("src",),
    "track": ("src",), "input": ("src",), "use": ("href", "xlink:href"), "image": ("href", "xlink:href"),
    "form": ("action",), "button": ("formaction",), "base": ("href",), "body": ("background",),
}  # fmt: skip


def fetched_elsewhere(html: str) -> list[str]:
    """Addresses at other hosts that the page fetches from or sends to by itself. Links to follow are no such thing."""
    found = []
    for tag, attributes in _tags(html):
        for name in _FETCHED.get(tag, ()):
            for address in (attributes.get(name) or "").split(","):
                if urlsplit(address.strip()).netloc or urlsplit(address.strip()).scheme not in {"", "data"}:
                    found.append(f"{tag} {name}={address.strip()}")
        if tag == "meta" and (attributes.get("http-equiv") or "").lower() == "refresh":
            found.append(f"meta refresh {attributes.get('content')}")
    return found


_DATA = "application/ld+json"


def inline_code(html: str) -> list[str]:
    """What the policy would block: scripts and styles inside the page, handlers and styles on tags. A block of data is
    never run, so that no policy blocks it."""
    found = []
    for tag, attributes in _tags(html):
        is_data = tag == "script" and attributes.get("type") == _DATA
        if tag == "style" or tag == "script" and not attributes.get("src") and not is_data:
            found.append(f"<{tag}>")
        found += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith(("on", "hx-on"))]
        found += [f"{tag} {name}={value}" for name, value in attributes.items() if _is_script(value)]
    return found


def _is_script(value: str | None) -> bool:
    return (value or "").strip().lower().startswith(("javascript:", "vbscript:"))


def _tags(html: str) -> list[tuple[str, dict]]:
    reader = _Reader()
    reader.feed(html)
    return reader.tags


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
