"""Who hears what becomes of a page. Letters say where it stands, and never what it says: it is read behind the link."""

from django.conf import settings

from dreiklang.groups.readers import holders, tokens_of_all
from dreiklang.letters.actions.writing import write
from dreiklang.library.models import Article, Author, Review
from dreiklang.people.models import Person


def people_of(article: Article, *, with_reviewers: bool = False) -> list[Person]:
    """Whoever wrote it, owns it or handed it in, and can still read it."""
    hers = {article.owner_id, article.submitted_by_id}
    hers |= set(Author.objects.filter(article=article).values_list("person", flat=True))
    if with_reviewers:
        done = article.reviews.filter(round=article.next_number, state__in=[Review.GOOD, Review.OBJECTS])
        hers |= set(done.values_list("person", flat=True))
    return list(holders(article.readers).filter(pk__in=hers - {None}).order_by("pk"))


def keepers_of(article: Article) -> list[Person]:
    """Who is told when something is the matter with it: its owner while she reads it, else the programme team."""
    owner = holders(article.readers).filter(pk=article.owner_id)
    return list(owner) or team_of(article)


def team_of(article: Article) -> list[Person]:
    """Those of the programme team who read it; of what the team does not read, its readers themselves."""
    team = list(Person.objects.team().order_by("pk"))
    held = tokens_of_all(team)
    found = [person for person in team if article.readers in held[person.pk]]
    return found or list(holders(article.readers).order_by("pk"))


def tell(people, letter: str, article: Article, *, by=None, **context) -> None:
    """One letter to each who can sign in, but not to `by`; in working hours. Its links lead to the page and to its
    workroom."""
    site = settings.SITE_URL
    links = {"page": site + article.path, "workroom": site + article.workroom}
    able = set(Person.objects.able().filter(pk__in=[each.pk for each in people]).values_list("pk", flat=True))
    for person in people:
        if person.pk in able and (by is None or person.pk != by.pk):
            write(
                person.email, f"letters/{letter}.txt",
                {"person": person, "article": article, "by": by, **links, **context},
                recipient=person.pk, language=person.language, quietly=True,
            )  # fmt: skip
