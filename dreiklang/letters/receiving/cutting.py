"""What somebody wrote herself, without what her mail program put around it: quotations, headers, signatures.

Own code: of the two kept libraries, mail-parser-reply 1.36 took sentences like "Am Montag schrieb mir das Amt:" for the
beginning of a quotation and kept what stands between quotations with them, and quotequail 0.5 knows no signatures. A
lost sentence is a nuisance; the number of a private telephone in a room is worse, so signatures are cut generously.
"""

import re


def own_words(text: str, *, is_strict: bool = False) -> str:
    """The new words of a mail's plain text. `is_strict` cuts everything from the last greeting on, whatever it is: for
    whoever must not be recognised by it."""
    lines = [line.rstrip() for line in text.split("\n")]
    lines = _without_history(lines)
    lines = [line for line in lines if not _QUOTED.match(line) and not _PHONE.fullmatch(line.strip(" *_"))]
    lines = _without_signature(lines, is_strict)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


_QUOTED = re.compile(r"\s{0,3}>")
_RULE = re.compile(r"\s*[-_=*–—]{5,}\s*")

# --- What was said before ---

_DIVIDER = re.compile(
    r"\s*[-_–—]{2,}\s*(urspr(ü|ue)ngliche (nachricht|e-?mail)|original(nachricht| message| appointment)?|"
    r"weitergeleitete (nachricht|e-?mail)|forwarded message|antwort auf|reply message|anfang der weitergeleiteten.*)"
    r"\s*[-_–—]{2,}.*|\s*>>>\s.+>>>\s*",  # the last is GroupWise, which quotes without marks
    re.IGNORECASE,
)
_HEADER_FROM = re.compile(r"\s*\**(von|from|absender)\s*:\**\s*\S.*", re.IGNORECASE)
_HEADER_MORE = re.compile(
    r"\s*\**(gesendet|sent|datum|date|an|to|cc|kopie|betreff|subject|antwort an|reply-to|wichtigkeit|importance)"
    r"\s*:\**.*",
    re.IGNORECASE,
)
# "Am Do., 12. März 2026 um 10:11 Uhr schrieb Dreiklang <…>:", over up to four lines
_SAID_BEGINS = re.compile(r"\s{0,3}(am|on)\s.*\d|\s{0,3}\d{1,4}[./-]\d{1,2}[./-]\d{2,4}.*|"
                          r"\s{0,3}.*<[^\s<>]+@[^\s<>]+>\s*(schrieb|hat|wrote).*", re.IGNORECASE)  # fmt: skip
_SAID = re.compile(r"(schrieb|geschrieben|wrote|schreibt)\b.*:\s*$|:\s*$", re.IGNORECASE)
_SAYS = re.compile(r"\b(schrieb|geschrieben|wrote|schreibt)\b|<[^\s<>]+@[^\s<>]+>:\s*$", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b|@")


def _without_history(lines: list[str]) -> list[str]:
    kept, at = [], 0
    while at < len(lines):
        if _DIVIDER.fullmatch(lines[at]) or _is_header_block(lines, at):
            break
        length = _attribution(lines, at)
        if length:
            rest = next((line for line in lines[at + length :] if line.strip()), "")
            if not _QUOTED.match(rest):
                break  # Outlook for Mac, Apple Mail and Gmail without '>': all that follows is old
            at += length
            continue
        kept.append(lines[at])
        at += 1
    while kept and (not kept[-1].strip() or _RULE.fullmatch(kept[-1])):
        kept.pop()
    return kept


def _is_header_block(lines: list[str], at: int) -> bool:
    """'Von: … Gesendet: … An: … Betreff: …', as every Outlook puts it above what it answers."""
    near = [line for line in lines[at : at + 9] if line.strip()][:6]
    if _HEADER_FROM.fullmatch(lines[at]):
        return sum(bool(_HEADER_MORE.fullmatch(line)) for line in near) >= 2
    if not _HEADER_MORE.fullmatch(lines[at]):  # other programs begin with the date
        return False
    return any(map(_HEADER_FROM.fullmatch, near[1:3])) and sum(map(bool, map(_HEADER_MORE.fullmatch, near[:4]))) >= 2


def _attribution(lines: list[str], at: int) -> int:
    """How many lines say whose words follow, and when; 0 where nobody says that. The hour or an address must be there:
    'Am Montag schrieb mir das Amt:' are her own words."""
    if not _SAID_BEGINS.match(lines[at]):
        return 0
    said = ""
    for length, line in enumerate(lines[at : at + 4], start=1):
        said += f" {line.strip()}"
        if _SAID.search(line):
            return length if _SAYS.search(said) and _CLOCK.search(said) and len(said) < 400 else 0
        if not line.strip() or _QUOTED.match(line):
            return 0
    return 0


# --- Who says so ---

_PHONE = re.compile(
    r"(diese (nachricht|e-?mail|mail) wurde )?(von mein\w+ .{2,60} (gesendet|geschickt|gesendet\.)|"
    r"gesendet (von|mit|über|aus)( der| mein\w+| einem)? .{2,80}|sent (from|with|via) .{2,80}|"
    r"(get|hol\w* sie sich) outlook (for|für) .{2,60}|outlook (for|für) (ios|android|mac).{0,60}|"
    r"von .{2,40}(iphone|ipad|android|smartphone|handy).{0,40} gesendet\.?|"
    r"virenfrei\..{0,60}|virus-free\..{0,60}|"
    r"diese (nachricht|e-?mail) wurde (von|mit) .{2,60} (gesendet|geprüft|verschickt)\.?)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\s*((mit |m\.? ?)?((ganz|sehr) )?(den )?"
    r"((freundlich|best|lieb|herzlich|kollegial|sonnig|schön|viel|solidarisch|winterlich|sommerlich)\w*"
    r"( und|,)? ){1,3}(gr(ü|ue)(ß|ss)en?|gru(ß|ss))|gr(ü|ue)(ß|ss)e|gru(ß|ss)|"
    r"(with )?(best|kind|warm|many)( and \w+)? (regards|wishes)|regards|sincerely( yours)?|yours( \w+)?|"
    r"freundlichst|hochachtungsvoll)\b[^.?:]{0,50}[.!]?|"
    r"\s*(mfg|m\.f\.g\.|vg|lg|bg|hg|best|cheers)\b.{0,20}",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(tel(efon)?|fon|(tele)?fax|mobil(telefon)?|handy|phone|mobile|cell|durchwahl|zimmer|raum)\b[.:\s]{0,4}[+(\d]|"
    r"^\s*[tfmeh]\s*[.:|]\s*(\+?[\d(]|\S+@)|\S+@\S+\.\w|\bwww\.|https?://|\+\d{2}[\s(/-]|\b0\d{2,5}\s?[ /–-]\s?\d{2,}|"
    r"\b\d{5}\s+[A-ZÄÖÜ]|(straße|strasse|str\.|platz|weg|allee|gasse|ufer|ring|markt)\s+\d+",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\b(tel(efon)?|fon|(tele)?fax|mobil|handy|phone|mobile)\b[.:\s]{0,4}[+(\d]", re.IGNORECASE)


def _without_signature(lines: list[str], is_strict: bool) -> list[str]:
    for number, line in enumerate(lines):
        if line.strip() in {"--", "—"} and any(above.strip() for above in lines[:number]):
            lines = lines[:number]
            break
    greetings = [number for number, line in enumerate(lines) if _GREETING.fullmatch(line)]
    for number in greetings[-1:] if is_strict else greetings:
        below = [line for line in lines[number + 1 :] if line.strip()]
        if is_strict or any(map(_CONTACT.search, below)) or not _is_prose(below):
            return lines[:number] if is_strict else _without_contact_lines(lines[:number] + _afterthought(below))
    return _without_contact_lines(lines)


def _afterthought(below: list[str]) -> list[str]:
    starts = [number for number, line in enumerate(below) if re.match(r"p\.? ?s\b", line, re.IGNORECASE)]
    after = below[starts[0] :] if starts else []
    return [] if any(map(_CONTACT.search, after)) else ["", *after]


def _is_prose(lines: list[str]) -> bool:
    """Whether somebody goes on saying something; names, offices and towns are short and end without a stop."""
    spoken = [line for line in lines if not re.match(r"p\.? ?s\b", line, re.IGNORECASE)]
    return any(len(line) > 70 or re.search(r"[a-zäöüß]{2}[.!?:]\s*$", line) for line in spoken) or len(spoken) > 12


def _without_contact_lines(lines: list[str]) -> list[str]:
    """A block at the end with a labelled telephone number is a signature also without a greeting. Three at most."""
    for _again in range(3):
        while lines and not lines[-1].strip():
            lines = lines[:-1]
        begins = max((number + 1 for number, line in enumerate(lines) if not line.strip()), default=0)
        block = lines[begins:]
        if len(block) < 2 or not any(map(_LABELLED.search, block)) or _is_prose(block):
            break
        lines = lines[:begins]
    return lines
