"""Pages that can be found, by whoever may read them, as they were released."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind
from dreiklang.library.models import Article
from dreiklang.library.reading import mark_of

ARTICLE = "article"


def keep(article: Article) -> None:
    """Findable as it is now: what is in force."""
    if article.state == Article.IN_FORCE:
        put(_entry(article))
    else:
        remove(ARTICLE, article.pk)


def keep_all(articles) -> None:
    """The same for many in force, as a query set; only what changed is written: the mark of what is outdated."""
    put(*map(_entry, articles.select_related("release", "municipality").prefetch_related("fields")))


@override(settings.LANGUAGE_CODE)  # whoever saves it: the words are those of the house
def _entry(article: Article) -> Entry:
    made, words = article.release, [article.get_kind_display(), *(field.name for field in article.fields.all())]
    words += [made.content.get("team", "")] if made.content.get("team") else made.content.get("authors", [])
    if article.is_stale(localdate()):
        words.append(str(_("veraltet")))
    return Entry(
        ARTICLE, str(article.pk), article.readers, article.path, made.title,
        keywords="\n".join(filter(None, [made.summary, *map(str, words)])),
        text="\n\n".join(f"{one['heading']}\n{one['source']}" for one in made.content.get("sections", [])),
        date=made.as_of, land=article.land_id or "",
        municipality_kind=article.municipality.kind if article.municipality_id else "",
        is_outdated=article.is_stale(localdate()),
    )  # fmt: skip


def _entries():
    articles = Article.objects.in_force().select_related("release", "municipality").prefetch_related("fields")
    return (_entry(article) for article in articles.order_by("pk").iterator(chunk_size=500))


def _readable(ids: list[str], person) -> dict[str, str]:
    """Each with what a link to it has to say: a page goes out of date without anybody touching it."""
    articles = Article.objects.visible_to(person).in_force().filter(pk__in=ids)
    today = localdate()
    return {str(one.pk): mark_of(one, today) for one in articles.only("state", "checked_until")}


KINDS = [Kind(ARTICLE, _("Praxis"), _("Seite im PraxisPortal"), _entries, _readable)]
