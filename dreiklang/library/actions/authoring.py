"""Whose names stand under a page, and who may therefore write it: people, or a topic team as a whole."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group
from dreiklang.groups.readers import tokens_of
from dreiklang.library.actions.informing import tell
from dreiklang.library.actions.ordering import move
from dreiklang.library.actions.writing import lock, lock_for, touch
from dreiklang.library.models import Article, Author
from dreiklang.people.rules import is_member

MOST = 12


@transaction.atomic
def add_author(article: Article, person, *, by) -> Author:
    """She may write it from now on, and hears so."""
    article = lock_for(article, by)
    if there := article.authors.filter(person=person).first():
        return there
    if not is_member(person) or not {article.readers, article.next_readers} <= set(tokens_of(person)):
        raise Refusal(
            _("%(name)s gehört nicht zu denen, die diese Seite lesen sollen.") % {"name": person.name}, field="who"
        )
    if article.authors.count() >= MOST:
        raise Refusal(
            _("Mehr als zwölf Namen trägt eine Seite nicht. Ein ThemenTeam kann als Ganzes schreiben."), "who"
        )
    last = article.authors.aggregate(last=Max("order"))["last"]
    author = Author.objects.create(article=article, person=person, name=person.name, order=(last or 0) + 1)
    touch(article)
    record(by, "article.author_named", f"article:{article.pk}", person.pk)
    tell([person], "named_as_author", article, by=by)
    return author


@transaction.atomic
def remove_author(author: Author, *, by) -> None:
    """The name goes. Everybody takes her own off, whatever else she may; the last one nobody takes off but herself."""
    article = lock(author.article_id)
    if not article.authors.filter(pk=author.pk).exists():
        return
    is_hers = author.person_id is not None and author.person_id == by.pk
    if not is_hers:
        lock_for(article, by)
        if article.authors.count() == 1 and not article.team_id:
            raise Refusal(_("Unter der Seite muss ein Name stehen. Bitte tragen Sie erst jemand anderen ein."))
    article.authors.filter(pk=author.pk).delete()
    touch(article)
    if not is_hers:
        record(by, "article.author_released", f"article:{article.pk}", author.person_id or "")
        if author.person:
            tell([author.person], "no_longer_author", article, by=by)


@transaction.atomic
def move_author(author: Author, step: int, *, by) -> None:
    """One place up (-1) or down (1)."""
    article = lock_for(author.article, by)
    if move(author, step, article.authors.all()):
        touch(article)


@transaction.atomic
def write_as_team(article: Article, team: Group | None, *, by) -> Article:
    """A topic team of hers is named as a whole, and all of it may write the page; or only people again."""
    article = lock_for(article, by)
    if article.team_id == (team.pk if team else None) and article.team_name == (team.name if team else ""):
        return article
    if team and (team.kind != Group.TOPIC_TEAM or team.token not in tokens_of(by)):
        raise Refusal(_("Bitte wählen Sie ein ThemenTeam, zu dem Sie gehören."), field="team")
    if not team and not article.authors.exists():
        raise Refusal(_("Unter der Seite muss ein Name stehen. Bitte tragen Sie erst jemanden ein."), field="team")
    article.team, article.team_name = team, team.name if team else ""
    article.save(update_fields=["team", "team_name"])
    touch(article)
    record(by, "article.team_named", f"article:{article.pk}", team.pk if team else "")
    return article
