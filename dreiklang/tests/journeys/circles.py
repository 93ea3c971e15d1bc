"""The pages of a circle of the demo, and of circulars, as somebody opens them who speaks for it."""

from dreiklang.exchange.models import DatePoll, Meeting, Minutes, Task
from dreiklang.groups.models import Group


def paths() -> dict[str, list[str]]:
    group = Group.objects.get(name="Kreis der Gemeinden")
    date, task = Meeting.objects.filter(group=group).first().path, Task.objects.filter(group=group).first()
    within = (
        "", "angaben/", "austritt/", "mitglieder/", "mitglieder/?q=dana", "rundschreiben/", "aufgaben/",
        f"aufgaben/{task.pk}/", "dateien/", "termine/", "termine/neu/", "umfragen/neu/", "protokolle/",
        "protokolle/neu/",
    )  # fmt: skip
    return {
        "ben": [
            "/austausch/", "/austausch/kreise/", "/konto/rundschreiben/", *(f"{group.path}{each}" for each in within),
            date, f"{date}bearbeitung/", f"{date}absage/", DatePoll.objects.get(group=group).path,
            Minutes.objects.get(group=group).path,
        ],
        "ada": ["/austausch/rundschreiben/", "/austausch/rundschreiben/neu/", "/austausch/kreise/vorschlaege/"],
    }  # fmt: skip
