from dreiklang.groups.readers import PUBLIC, tokens_of
from dreiklang.groups.rules import speaks_for
from dreiklang.library.models import Article, Review, SectionVersion
from dreiklang.people.rules import is_member


def may_begin(person) -> bool:
    """Write a page of the PraxisPortal: every member."""
    return is_member(person)


def may_write(person, article: Article) -> bool:
    """Change the draft: its authors, its topic team, whoever owns it, and the programme team, as they read it.
    A ministry that is in the team's group does not: it would write with the officers' name."""
    if not is_member(person) or article.readers not in tokens_of(person):
        return False
    return (
        person.is_team
        or article.owner_id == person.pk
        or is_of_the_team(person, article)
        or is_of_the_authors(person, article)
    )  # fmt: skip


def works_on(person, article: Article) -> bool:
    """Whoever writes or reviews it: she sees who wrote which version."""
    return article.is_worked_on_by(person)


def may_discard(person, article: Article) -> bool:
    """A draft that nobody but those who write it ever read."""
    return article.release_id is None and may_write(person, article)


def may_suggest(person, article: Article) -> bool:
    """Propose another wording, remark on a paragraph: every member who reads the page or the draft."""
    return is_member(person) and (
        article.release_id is not None and article.readers in tokens_of(person)
        or article.is_out_for_comments and article.readers in tokens_of(person)
        or works_on(person, article)
    )  # fmt: skip


def may_remark(person, article: Article) -> bool:
    """Remark on a paragraph: whoever may propose another wording, and whoever reviews it from outside the network."""
    return may_suggest(person, article) or works_on(person, article)


def may_adopt(person, article: Article) -> bool:
    """Say that her municipality does it too: every member, of a page in force that she reads."""
    return is_member(person) and article.is_in_force and article.readers in tokens_of(person)


def may_remove_adoptions(person) -> bool:
    """What a municipality said, it takes back itself; what should not stand there, the programme team takes down."""
    return person.is_authenticated and person.is_team


def may_release(person, article: Article) -> bool:
    """Four eyes: never whoever wrote it or handed it in. What everybody is to read, the programme team releases; what
    members or a group read, also somebody who reviewed it without objection."""
    if not person.is_authenticated or has_written(person, article):
        return False
    if not {article.readers, article.next_readers} <= set(tokens_of(person)):
        return False
    if article.submitted_by_id == person.pk:
        return False
    return person.is_team or article.next_readers != PUBLIC and _has_approved(person, article)


def has_written(person, article: Article) -> bool:
    """One of its authors; or whoever wrote what would be released now, even if no page names her."""
    return is_of_the_authors(person, article) or _written_since(article).filter(by=person).exists()


def is_of_the_team(person, article: Article) -> bool:
    return article.team_id is not None and f"group:{article.team_id}" in tokens_of(person)


def is_of_the_authors(person, article: Article) -> bool:
    if "authors" in getattr(article, "_prefetched_objects_cache", ()):
        return any(author.person_id == person.pk for author in article.authors.all())
    return article.authors.filter(person=person).exists()


def _written_since(article: Article):
    written = SectionVersion.objects.filter(section__article=article)
    return written.filter(at__gt=article.release.at) if article.release_id else written


def _has_approved(person, article: Article) -> bool:
    return article.reviews.filter(person=person, round=article.next_number, state=Review.GOOD).exists()


def may_make_papers(person) -> bool:
    """Collect for a council and write papers: every member. Nobody else reads hers."""
    return is_member(person)


def may_review(person, article: Article) -> bool:
    """Say what she found: whoever was asked for the coming release, as long as she writes nothing of it herself."""
    asked = article.reviews.filter(person=person, round=article.next_number).exclude(state=Review.DECLINED)
    return article.readers in tokens_of(person) and asked.exists() and not has_written(person, article)


def may_send_back(person, article: Article) -> bool:
    """Back to those who write, with a reason: the programme team, and whoever may release it."""
    return article.is_submitted and article.readers in tokens_of(person) and (
        person.is_team or may_release(person, article)
    )  # fmt: skip


def may_look_after(person, article: Article) -> bool:
    """Renew what is due, hand it over, withdraw it and bring it back: whoever owns it, whoever speaks for the topic
    team that wrote it, and the programme team."""
    return (
        person.is_authenticated
        and article.release_id is not None
        and article.readers in tokens_of(person)
        and (
            person.is_team
            or article.owner_id == person.pk
            or is_of_the_team(person, article)
            and speaks_for(person, article.team)
        )
    )


def may_report(person, article: Article) -> bool:
    """Say that something is no longer right: every member who reads it, but for whoever would be told."""
    return (
        is_member(person)
        and article.is_in_force
        and article.readers in tokens_of(person)
        and article.owner_id != person.pk
    )
