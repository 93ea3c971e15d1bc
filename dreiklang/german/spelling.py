"""Umlauts and sharp s, as they are written on keyboards that have them and on those that have not."""

import unicodedata

_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_MARKED = {"ä": "a", "ö": "o", "ü": "u"}
_UMLAUTS = {plain: marked for marked, plain in _MARKED.items()}


def without_umlauts(word: str) -> str:
    """'unterkünfte' -> 'unterkunfte'."""
    return word.translate(_PLAIN)


def spelt_out(word: str) -> str:
    """'ausländer' -> 'auslaender', as terms are stored; 'şahin' -> 'sahin', as names are asked for."""
    word = word.translate(_SPELT)
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(each for each in letters if not "\u0300" <= each <= "\u036f"))


def drawn_together(word: str) -> str:
    """'auslaender' -> 'ausländer', and 'bauer' -> 'baür': only for asking whether such a word exists."""
    return word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")


def marks_of(word: str) -> int:
    """Which of the first sixteen a, o, u and ss of the word without umlauts bear a mark, a bit each."""
    marks, bit = 0, 0
    position = 0
    while position < len(word):
        letter = word[position]
        if letter in "äöüß":
            marks |= 1 << bit
            bit += 1
        elif letter in "aou":
            bit += 1
        elif word.startswith("ss", position):
            bit += 1
            position += 1
        position += 1
    return marks & 0xFFFF


def with_marks(plain: str, marks: int) -> str:
    """Takes `marks_of` back: the word without umlauts gets those that it had."""
    word, bit, position = [], 0, 0
    while position < len(plain):
        letter = plain[position]
        if letter in "aou" or plain.startswith("ss", position):
            length = 2 if letter == "s" else 1
            is_marked = bit < 16 and marks >> bit & 1
            word.append(_UMLAUTS.get(letter, "ß") if is_marked else plain[position : position + length])
            bit += 1
            position += length
        else:
            word.append(letter)
            position += 1
    return "".join(word)


def unmarked(stem: str) -> str:
    """The stem before it changed its vowel: 'ärzt' -> 'arzt'. Only the last umlaut, as German does."""
    for position in range(len(stem) - 1, -1, -1):
        if stem[position] in _MARKED:
            return stem[:position] + _MARKED[stem[position]] + stem[position + 1 :]
    return stem
