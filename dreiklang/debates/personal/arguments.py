"""What the pro and contra of theses keeps of a person: what she wrote under her name. Without a name it is nobody's;
what convinces her is hers only while a key ties it to her."""

from dreiklang.debates.actions.convincing import marks_of
from dreiklang.debates.models import Argument, Conviction, Thesis

_TEXT, _READ = "Argumente unter eigenem Namen", "wer die These liest"
_LAST = "bis zum Zurückziehen; mit dem Konto geht der Name"
_MARK = "dass ein Argument überzeugt, als Zeichen ohne Namen"
COLUMNS = [
    *[(f"debates.Argument.{name}", _TEXT, _READ, _LAST)
      for name in ("author", "headline", "source", "link_title", "link")],
    *[(f"debates.Conviction.{name}", _MARK, "alle nur in Fünfern", "bis zum letzten Tag der These")
      for name in ("id", "argument", "mark", "is_counted")],
    ("debates.Thesis.by", "wer eine These betreut", "Programmteam", "bis zur Löschung des Kontos"),
]  # fmt: skip
RULES = []


def export(person) -> dict:
    hers = Argument.objects.filter(author=person).select_related("thesis").order_by("added_on", "pk")
    convince = Conviction.objects.filter(mark__in=all_marks_of(person)).select_related("argument")
    return {
        "Meine Argumente": [
            {"These": one.thesis.title, "Argument": one.headline, "Text": one.source, "Quelle": one.link_title,
             "Adresse": one.link, "von": person.name, "am": one.added_on.isoformat()} for one in hers
        ],
        "Argumente, die mich überzeugen": sorted(one.argument.headline for one in convince),
        "Thesen, die ich betreue": list(Thesis.objects.filter(by=person).values_list("title", flat=True)),
    }  # fmt: skip


def all_marks_of(person) -> list:
    """In theses that still know it."""
    found = []
    for thesis in Thesis.objects.filter(key__isnull=False):
        found += marks_of(person, thesis, thesis.arguments.values_list("pk", flat=True))
    return found


def erase(person) -> None:
    """What she wrote stays for those who answered it, without her name."""
    Conviction.objects.filter(mark__in=all_marks_of(person)).delete()
    Argument.objects.filter(author=person).update(author=None)
    Thesis.objects.filter(by=person).update(by=None)
