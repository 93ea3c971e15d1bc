from dreiklang.groups.readers import PUBLIC, tokens_of
from dreiklang.library.models import Article, Review
from dreiklang.people.rules import is_member


def may_begin(person) -> bool:
    """Write a page of the PraxisPortal: every member."""
    return is_member(person)


def may_write(person, article: Article) -> bool:
    """Change the draft: its authors, its topic team, whoever owns it, and the programme team, as they read it."""
    if not person.is_authenticated or article.readers not in tokens_of(person):
        return False
    return (
        person.is_team
        or article.owner_id == person.pk
        or article.team_id is not None and f"group:{article.team_id}" in tokens_of(person)
        or article.authors.filter(person=person).exists()
    )  # fmt: skip


def may_suggest(person, article: Article) -> bool:
    """Propose another wording, remark on a paragraph: every member who reads the page or the draft."""
    return is_member(person) and (
        article.release_id is not None and article.readers in tokens_of(person)
        or Article.objects.open_to(person).filter(pk=article.pk).exists()
    )  # fmt: skip


def may_adopt(person, article: Article) -> bool:
    """Say that her municipality does it too: every member, of a page in force that she reads."""
    return is_member(person) and article.is_in_force and article.readers in tokens_of(person)


def may_remove_adoptions(person) -> bool:
    """What a municipality said, it takes back itself; what should not stand there, the programme team takes down."""
    return person.is_authenticated and person.is_team


def may_release(person, article: Article) -> bool:
    """Four eyes: never whoever wrote it or handed it in. What everybody may read, the programme team releases; what
    members or a group read, also somebody who reviewed it without objection."""
    if not person.is_authenticated or article.readers not in tokens_of(person) or is_of_the_authors(person, article):
        return False
    if article.submitted_by_id == person.pk:
        return False
    return person.is_team or article.readers != PUBLIC and _has_approved(person, article)


def is_of_the_authors(person, article: Article) -> bool:
    return article.authors.filter(person=person).exists()


def _has_approved(person, article: Article) -> bool:
    return article.reviews.filter(person=person, round=article.next_number, state=Review.GOOD).exists()
