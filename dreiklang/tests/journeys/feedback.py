"""A page in force with all that others may say of it, in each state that looks different."""

from dreiklang.library.actions import remarking, suggesting
from dreiklang.library.feedback import as_written
from dreiklang.library.models import Section
from dreiklang.library.tests.makers import a_text, an_article
from dreiklang.people.models import Person

TEXT = """Sprachmittlung kostet weniger, als viele denken. Fragen Sie zuerst beim Landkreis nach, ob es einen Pool gibt.

| Weg | Kosten je Stunde |
|---|---|
| Pool des Landkreises | 25 bis 35 € |
| Dolmetschbüro | 85 bis 120 € |

- Termin und Sprache nennen
- Ort und Dauer nennen

Bezahlt wird aus dem Budget des Amts, das die Sprachmittlung braucht."""


def paths() -> dict[str, list[str]]:
    people = {name: Person.objects.get(email=f"{name}@example.org") for name in ("ada", "ben", "cem")}
    section = a_section(people["ben"], people["ada"], people["cem"])
    article = section.article
    first, gone = (suggestion.pk for suggestion in section.suggestions.order_by("follows")[:2])
    remark = section.comments.filter(by=people["cem"]).first()
    return {
        "ben": [
            article.workroom, f"{article.workroom}abschnitte/{section.pk}/anmerkungen/",
            f"{article.workroom}vorschlag/{section.pk}/", f"{article.workroom}vorschlaege/{first}/",
            f"{article.workroom}vorschlaege/{gone}/",
        ],
        "cem": [
            article.path, "/praxis/vorschlaege/", f"{article.path}vorschlag/{section.pk}/",
            f"{article.path}anmerkungen/{section.pk}/", f"/praxis/anmerkungen/{remark.pk}/",
        ],
    }  # fmt: skip


def a_section(ben: Person, ada: Person, cem: Person) -> Section:
    """Cem proposed five changes and remarked twice; one is taken in, one not, and one paragraph was changed since."""
    article = an_article(ben, ada, source=TEXT, title="Sprachmittlung organisieren", readers="public")
    section = article.sections.first()
    said = (
        TEXT.replace("viele denken", "die meisten denken").replace("- Ort und Dauer", "- Thema und Ort")
        .replace("Bezahlt wird", "In der Regel wird bezahlt").replace("des Amts", "der Stelle")
    )  # fmt: skip
    text = as_written(section)
    first, taken, last = suggesting.suggest(section, text, said, by=cem, reason="So steht es in unserer Satzung.")
    new = f"{TEXT}\n\nDas Land fördert die Schulung von Sprachmittlerinnen und Sprachmittlern."
    suggesting.suggest(section, text, new, by=cem, is_named=True)
    (declined,) = suggesting.suggest(section, text, TEXT.replace("25 bis 35", "10"), by=cem)
    suggesting.accept(taken, "Danke, das haben wir übernommen.", by=ben)
    suggesting.decline(declined, "Der Satz gilt nur in Ihrem Landkreis.", by=ben)
    section.refresh_from_db()
    a_text(section, section.source.replace("Fragen Sie zuerst", "Fragen Sie"), ben)
    one = remarking.remark(section, "Gilt das auch für Videodolmetschen?", by=cem, quote=TEXT.split("\n\n")[1])
    remarking.answer(one, "Ja, dort eher weniger.", by=ben)
    two = remarking.remark(section, "Hier fehlt die Quelle.", by=cem, quote=TEXT.split("\n\n")[0])
    remarking.settle(two, True, by=ben)
    remarking.remark(section, "Sehr hilfreich, danke!", by=cem)
    return section
