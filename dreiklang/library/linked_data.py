"""A page as machines read it, and never more than every visitor reads: schema.org for search engines, AMB (Allgemeines
Metadatenprofil für Bildungsressourcen, DINI-AG KIM) for catalogues of educational resources such as OERSI."""

import mimetypes
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from dreiklang.foundation.licences import ADDRESSES
from dreiklang.foundation.linked_data import HOUSE, block
from dreiklang.groups.readers import PUBLIC
from dreiklang.library.models import Article, File

_TYPES = {Article.AID: "DigitalDocument", Article.DOSSIER: "Report"}  # of schema.org; every other is an Article
# The vocabulary of the universities (Hochschulcampus Ressourcentypen), which AMB asks for.
_HCRT = {
    Article.OVERVIEW: ("text", "Textdokument"), Article.PROPOSAL: ("text", "Textdokument"),
    Article.POINTER: ("index", "Nachschlagewerk"), Article.EXAMPLE: ("case_study", "Fallstudie"),
    Article.AID: ("worksheet", "Arbeitsmaterial"), Article.DOSSIER: ("text", "Textdokument"),
}  # fmt: skip
_AMB = ["https://w3id.org/kim/amb/context.jsonld", {"@language": "de"}]


def is_public(article: Article) -> bool:
    return article.readers == PUBLIC and article.is_in_force and article.release_id is not None


def of_article(article: Article):
    """The element for the head of the page; empty where not everybody may read it."""
    return _of_article(article.pk, article.release_id, article.changed_at) if is_public(article) else block(None)


@lru_cache(maxsize=500)
def _of_article(pk, _release, _changed_at):
    return block(as_data(Article.objects.select_related("release").get(pk=pk)))


@override(settings.LANGUAGE_CODE)
def as_data(article: Article) -> dict:
    made, address = article.release, settings.SITE_URL + article.path
    authors = [{"@type": kind, "name": name} for kind, name in _authors(article)]
    return {
        "@type": ["LearningResource", _TYPES.get(article.kind, "Article")], "name": made.title, "headline": made.title,
        "description": made.summary, "url": address, "inLanguage": "de", "version": str(made.number),
        "datePublished": made.as_of.isoformat(), "dateModified": _moment(made.at),
        "expires": article.checked_until.isoformat() if article.checked_until else "",
        "author": authors, "publisher": HOUSE, "license": ADDRESSES.get(made.licence, ""),
        "learningResourceType": str(article.get_kind_display()), "keywords": _keywords(article),
        "isAccessibleForFree": True,
        "encoding": [
            {"@type": "MediaObject", "name": file.title, "contentUrl": settings.SITE_URL + file.path,
             "encodingFormat": _format(file), "contentSize": str(file.weight)}
            for file in _files(article)
        ],
    }  # fmt: skip


@override(settings.LANGUAGE_CODE)
def as_amb(article: Article) -> dict:
    """Without `about`, which AMB fills from lists of school and university subjects: none of ours is among them."""
    made, address = article.release, settings.SITE_URL + article.path
    hcrt, label = _HCRT[article.kind]
    type_of = _TYPES.get(article.kind, "Article")
    service = {"id": settings.SITE_URL, "type": "Service", "name": settings.SITE_NAME}
    data = {
        "@context": _AMB, "id": address, "type": ["LearningResource", type_of], "name": made.title,
        "description": made.summary, "creator": [{"type": kind, "name": name} for kind, name in _authors(article)],
        "publisher": [{"type": "Organization", "name": settings.OPERATOR, "id": settings.SITE_URL}],
        "datePublished": _moment(made.at), "dateModified": _moment(made.at), "inLanguage": ["de"],
        "isAccessibleForFree": True, "keywords": _keywords(article),
        "license": {"id": ADDRESSES[made.licence]} if made.licence in ADDRESSES else None,
        "learningResourceType": [
            {"type": "Concept", "id": f"https://w3id.org/kim/hcrt/{hcrt}", "prefLabel": {"de": label}}
        ],
        "encoding": [
            {"type": "MediaObject", "contentUrl": settings.SITE_URL + file.path, "encodingFormat": _format(file),
             "contentSize": str(file.weight)}
            for file in _files(article)
        ],
        "mainEntityOfPage": [{"id": address, "type": "WebContent", "provider": service}],
    }  # fmt: skip
    return {key: value for key, value in data.items() if value not in ("", None, [])}


def _authors(article: Article) -> list[tuple[str, str]]:
    """As the page names them: the team, or else people."""
    content = article.release.content
    if team := content.get("team"):
        return [("Organization", team)]
    return [("Person", name) for name in content.get("authors", [])]


def _keywords(article: Article) -> list[str]:
    return [field.name for field in article.fields.all()]


def _files(article: Article) -> list[File]:
    """Those of the release, in its order."""
    there = {str(file.pk): file for file in article.files.all()}
    return [there[pk] for pk in article.release.content.get("files", []) if pk in there]


def _format(file: File) -> str:
    return mimetypes.guess_type(f"x.{file.suffix.lower()}")[0] or "application/octet-stream"


def _moment(at) -> str:
    """With seconds and offset: some who check AMB refuse a time without."""
    return timezone.localtime(at).isoformat(timespec="seconds")
