"""What those who work on a page hear by letter: nobody waits for it, so it comes in working hours."""

from dreiklang.letters.actions.writing import write
from dreiklang.library.models import Article
from dreiklang.people.models import Person


def tell(person: Person, article: Article, letter: str, more: dict | None = None) -> None:
    if not Person.objects.able().filter(pk=person.pk).exists():
        return
    write(
        person.email, f"letters/{letter}.txt", {"person": person, "article": article} | (more or {}),
        recipient=person.pk, language=person.language, quietly=True,
    )  # fmt: skip
