"""Three hundred strings that would run in a page that forgot to escape: ways out of where a text stands, times what
runs, times how it is disguised. Made by rule, so that each way meets each disguise somewhere. Every string says its own
number when it runs, `ran(17)`; the short ones fit into a name."""

import re
from html.parser import HTMLParser
from itertools import cycle, islice

from django.conf import settings

MANY = 300

# From where a text may stand back to where tags begin.
_OUT = (
    "", '">', "'>", "</textarea>", "</title>", "</script>", "</style>", "-->", "]]>", "</a>", "</option></select>",
    "`", "```\n\n", "> ", "# ", "| a |\n|---|\n| ", "**", "[x]: y\n\n", "&quot;>", "\\",
)  # fmt: skip
# What runs. {} is the call.
_RUNS = (
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg><script>{}</script></svg>",
    "<iframe srcdoc='<script>{}</script>'></iframe>", "<iframe src=javascript:{}></iframe>",
    "<a href=javascript:{}>x</a>", "<body onload={}>", "<input autofocus onfocus={}>",
    "<details open ontoggle={}>x</details>", "<video><source onerror={}></video>",
    "<object data=javascript:{}></object>",
    "<embed src=javascript:{}>", "<form action=javascript:{}><button>x</button></form>", "<base href=javascript:{}//>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>", "<math><a xlink:href=javascript:{}>x</a></math>",
    "<style>@import 'javascript:{}'</style>", "<link rel=stylesheet href=javascript:{}>",
    "<p style=background:url(javascript:{})>x</p>", "<button formaction=javascript:{}>x</button>",
    "<select autofocus onfocus={}></select>", "<marquee onstart={}>x</marquee>", "<img src=javascript:{}>",
    "[x](javascript:{})", "![x](javascript:{})", "<javascript:{}>", "[x]: javascript:{}\n\n[x]",
    '[x](y "\' onclick={} ")',
    "[x](data:text/html,<script>{}</script>)", "[x](vbscript:{})", '" onmouseover={} x="', "' onfocus={} autofocus '",
    "{{{{{}}}}}", "${{{}}}", "{{% {} %}}", "javascript:{}",
)  # fmt: skip


def _plain(text: str) -> str:
    return text


def _in_capitals(text: str) -> str:
    return re.sub(r"<(/?)(\w+)", lambda tag: f"<{tag[1]}{tag[2].swapcase()}", text).replace("javascript", "jAvAsCrIpT")


def _with_slashes(text: str) -> str:
    return re.sub(r"(<\w+) ", r"\1/", text)


def _with_a_tab(text: str) -> str:
    return text.replace("javascript:", "java\tscript:").replace("<script", "<script\t")


def _with_a_break(text: str) -> str:
    return text.replace("javascript:", "java\nscript:").replace(" on", "\non")


def _as_entities(text: str) -> str:
    return text.replace("javascript:", "&#106;avascript&colon;").replace("ran", "r&#97;n")


def _as_hexadecimal(text: str) -> str:
    return text.replace("javascript:", "&#x6A&#x61vascript&#58;").replace("<", "&#x3c;")


def _in_percent(text: str) -> str:
    return text.replace("<", "%3C").replace(">", "%3E").replace("javascript:", "javascript%3A")


def _escaped_once(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _with_nobodys_sign(text: str) -> str:
    return text.replace("script", "scr\u200bipt").replace("<", "<\u00ad") + text


def _wide(text: str) -> str:
    return text.replace("<", "\uff1c").replace(">", "\uff1e") + text


def _unfinished(text: str) -> str:
    return text.rstrip(">").removesuffix("</script")


def _twice(text: str) -> str:
    return text.replace("<script", "<scr<script>ipt").replace("<", "<<")


def _behind_control(text: str) -> str:
    return text.replace("javascript:", "\x01javascript:").replace("<img", "<img\x0c")


_DISGUISES = (
    _plain, _in_capitals, _with_slashes, _with_a_tab, _with_a_break, _as_entities, _as_hexadecimal, _in_percent,
    _escaped_once, _with_nobodys_sign, _wide, _unfinished, _twice, _behind_control,
)  # fmt: skip


def running_strings() -> list[str]:
    """All of them, each another. The numbers of ways, runs and disguises have no common divisor that would keep one of
    them from meeting the others."""
    ways = zip(cycle(_OUT), cycle(_RUNS), cycle(_DISGUISES), strict=False)
    made = (out + hide(runs.format(f"ran({number})")) for number, (out, runs, hide) in enumerate(ways))
    return list(islice(dict.fromkeys(islice(made, 4 * MANY)), MANY))


# --- and what notices that one of them got through ---

_TAGS = {
    "html", "head", "meta", "title", "link", "script", "body", "header", "main", "footer", "nav", "section", "article",
    "aside", "div", "span", "p", "br", "hr", "a", "b", "strong", "em", "i", "small", "mark", "time", "abbr", "code",
    "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td", "form", "fieldset", "legend", "label", "input", "textarea", "select",
    "optgroup", "option", "datalist", "button", "details", "summary", "figure", "figcaption", "img", "progress",
    "meter",
    "output", "address", "dfn", "kbd", "template", "search", "noscript", "sub", "sup", "cite", "q",
    "del", "ins", "markdown-toolbar",
}  # fmt: skip
_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "background", "cite", "srcset"}
_GOES = re.compile(r"(https?:|mailto:|tel:|webcals?:|/|\?|#|\.|[\w%.~-]+(/|\?|#|$))", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self, may_draw: bool, may_style: bool):
        super().__init__(convert_charrefs=True)
        self.found, self.open_script, self.may_style = [], None, may_style
        self.tags = _TAGS | ({"svg", "path", "g", "rect", "circle", "desc"} if may_draw else set())

    def handle_starttag(self, tag, attributes):
        facts = {name: value or "" for name, value in attributes}
        if tag not in self.tags:
            self.found.append(f"<{tag}>")
        for name, value in facts.items():
            if name.startswith("on") or name == "srcdoc" or (name == "style" and not self.may_style):
                self.found.append(f"<{tag} {name}>")
            if name in _ADDRESSES and value and not self._goes(tag, value):
                self.found.append(f"<{tag} {name}={value[:40]}>")
        if tag == "script":
            self.open_script = facts
            if not facts.get("src", "/static/").startswith("/static/"):
                self.found.append("<script src>")
        is_ours = facts.get("href", "").startswith(("/", f"{settings.SITE_URL}/"))
        if tag == "link" and not is_ours:
            self.found.append("<link>")
        if tag == "meta" and "http-equiv" in facts and not facts.get("content", "").isdigit():  # to itself, in seconds
            self.found.append("<meta http-equiv>")

    @staticmethod
    def _goes(tag: str, value: str) -> bool:
        """As a browser reads it: blanks in front and breaks within do not count."""
        read = re.sub(r"[\t\n\r]", "", value).lstrip("".join(map(chr, range(33))))
        scheme = re.match(r"[a-z][a-z0-9+.-]*:", read, re.IGNORECASE)
        return not scheme or bool(_GOES.match(read)) or tag == "img" and read.startswith("data:image/")

    def handle_data(self, data):
        facts = self.open_script
        if facts is not None and data.strip() and facts.get("type") not in ("application/ld+json", "application/json"):
            self.found.append(f"<script>{data[:40]}")

    def handle_endtag(self, tag):
        if tag == "script":
            self.open_script = None


def what_would_run(html: str, *, may_draw: bool = False, may_style: bool = False) -> list[str]:
    """What stands in a page that no page of the house has and that a browser would run, load or send to. `may_style` in
    mails, whose frame has its look with it; `may_draw` where the house draws."""
    reader = _Reader(may_draw, may_style)
    reader.feed(html)
    reader.close()
    return reader.found
