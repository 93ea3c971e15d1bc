import json
import sys

from django.core.management.base import BaseCommand

from dreiklang.index.analysis import german


class Command(BaseCommand):
    help = (
        "Zeigt, wie die Suche Wörter versteht: womit ein Wort gespeichert wird (index), und womit es gesucht wird "
        "(query): mehrere Wege, von denen einer genügt und von dessen Wörtern jedes da sein muss."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "words", nargs="+", metavar="WORT", help="Wörter, oder - für die Standardeingabe, eins je Zeile"
        )
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        understood = [_understood(word) for word in _given(options["words"])]
        if options["json"]:
            self.stdout.write(json.dumps(understood, ensure_ascii=False))
            return
        for each in understood:
            self.stdout.write(each["word"])
            self.stdout.write(f"  gespeichert: {', '.join(each['index'])}")
            self.stdout.write(f"  gesucht:     {' oder '.join(' + '.join(way) for way in each['query'])}")


def _given(words: list[str]):
    for word in words:
        if word == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield word


def _understood(word: str) -> dict:
    terms = german().index(word)
    return {"word": word, "index": [*terms.whole, *terms.parts], "query": [list(way) for way in german().query(word)]}
