"""What machines read of public pages: complete by the rules of schema.org and AMB, the same for everybody, and never
more than every visitor reads."""

import json
import re
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.files.base import ContentFile

from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.linked_data import as_amb
from dreiklang.library.models import Article, File
from dreiklang.library.tests.makers import a_draft, a_review, an_article
from dreiklang.people.tests.makers import a_field, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.sqlite_alone]

EVIL = "</script><script>alert(1)</script> & \u2028"
NOW = datetime.fromisoformat("2026-03-31T10:00:00+02:00")
ATOM = "{http://www.w3.org/2005/Atom}"
# What search engines ask for at least.
REQUIRED = {
    "LearningResource": {"name", "description", "url", "inLanguage", "author", "publisher", "datePublished", "license",
                         "learningResourceType", "dateModified"},
    "Organization": {"name"}, "Person": {"name"}, "MediaObject": {"contentUrl", "encodingFormat"},
}  # fmt: skip


@pytest.fixture
def article():
    """With a field, a file, and by two people."""
    with time_machine.travel(NOW, tick=False):
        made = a_draft(ben(), kind=Article.AID, readers=PUBLIC, summary="Kurz gesagt.")
        made.fields.add(a_field())
        File.objects.create(
            article=made, title="Vorlage", name="vorlage.docx", weight=3, file=ContentFile(b"abc", name="x.docx")
        )
        put_in_force(made, [a_review(made, cem())], by=ada(), as_of=NOW.date(), checked_until=NOW.date())
    return made


def data_of(client, path) -> dict:
    text = client.get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else {}


def missing(value) -> list[str]:
    """'Person.name' of each thing that lacks what is asked for, wherever it stands."""
    if isinstance(value, list):
        return [fault for inner in value for fault in missing(inner)]
    if not isinstance(value, dict):
        return []
    kind = value.get("@type")
    kind = kind[0] if isinstance(kind, list) else kind
    faults = [f"{kind}.{name}" for name in REQUIRED.get(kind, set()) - value.keys()]
    return faults + [fault for inner in value.values() for fault in missing(inner)]


def test_a_public_page_says_what_it_is_to_search_engines(client, article):
    data = data_of(client, article.path)
    assert missing(data) == []
    assert data["@type"] == ["LearningResource", "DigitalDocument"] and data["keywords"] == ["Sprache"]
    assert data["author"] == [{"@type": "Person", "name": "Ben Okonkwo"}]
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["encoding"][0]["encodingFormat"].endswith("wordprocessingml.document")


def test_of_a_team_no_person_is_told(client, article):
    made = a_draft(
        article.authors.get().person, readers=PUBLIC, team=Group.objects.create(name="Team", kind="topic_team")
    )
    put_in_force(made, [], by=None, as_of=NOW.date(), checked_until=NOW.date())
    for text in (json.dumps(data_of(client, made.path)), client.get(f"{made.path}amb.json").content.decode()):
        assert "Team" in text and "Okonkwo" not in text


@pytest.mark.parametrize("change", [{"readers": MEMBERS}, {"state": Article.WITHDRAWN}])
def test_what_a_visitor_does_not_read_is_in_no_data_whoever_asks(client, article, change):
    client.force_login(article.release.by)
    assert data_of(client, article.path) and client.get(f"{article.path}amb.json").status_code == 200
    assert "Sprachmittlung" in client.get("/praxis/feed/").content.decode()
    Article.objects.update(**change)
    assert data_of(client, article.path) == {}
    assert client.get(f"{article.path}amb.json").status_code == 404
    assert "Sprachmittlung" not in client.get("/praxis/feed/").content.decode()
    assert "amb.json" not in client.get(article.path).content.decode()


def test_no_text_ends_the_block_or_the_feed(client):
    made = an_article(ben(), ada(), title=EVIL, summary=EVIL, readers=PUBLIC)
    assert "<script>alert" not in client.get(made.path).content.decode()
    assert data_of(client, made.path)["name"] == EVIL
    assert client.get(f"{made.path}amb.json").json()["name"] == EVIL
    assert entries(client)[0].findtext(f"{ATOM}title") == EVIL


def test_what_is_missing_would_be_found(client, article):
    data = data_of(client, article.path)
    del data["description"], data["author"][0]["name"]
    assert sorted(missing(data)) == ["LearningResource.description", "Person.name"]


# AMB: the rules of its JSON Schema (20231019) for what we say; the schema itself is in no package.
_IS = {
    "creator": ("Person", "Organization"), "publisher": ("Person", "Organization"), "encoding": ("MediaObject",),
    "learningResourceType": ("Concept",), "mainEntityOfPage": ("WebContent",),
}  # fmt: skip
_NEEDS = {
    "creator": {"type", "name"}, "publisher": {"type", "name"}, "encoding": {"type", "contentUrl"},
    "learningResourceType": {"id"}, "mainEntityOfPage": {"id"},
}  # fmt: skip
_HCRT = {"text", "index", "case_study", "worksheet"}
_KNOWN = {"@context", "id", "type", "name", "description", "license", "datePublished", "dateModified", "inLanguage",
          "isAccessibleForFree", "keywords", *_IS}  # fmt: skip


def wrong_in_amb(data: dict) -> list[str]:
    faults = [f"{key} fehlt" for key in ("@context", "id", "name", "type") if not data.get(key)]
    faults += [f"{key} ist unbekannt" for key in data.keys() - _KNOWN]
    if data.get("@context") != ["https://w3id.org/kim/amb/context.jsonld", {"@language": "de"}]:
        faults.append("@context")
    if "LearningResource" not in data.get("type", []) or not isinstance(data["type"], list):
        faults.append("type")
    for key, kinds in _IS.items():
        values = data.get(key, [])
        if not isinstance(values, list):
            faults.append(f"{key} ist keine Liste")
            continue
        for one in values:
            if _NEEDS[key] - one.keys() or one.get("type", kinds[0]) not in kinds:
                faults.append(key)
            faults += [f"{key}.{name}" for name in ("id", "contentUrl") if name in one and not _is_address(one[name])]
    for one in data.get("encoding", []):
        if not re.fullmatch(r"\d+", one["contentSize"]) or not re.fullmatch(r"[a-z]+/[\w.+-]+", one["encodingFormat"]):
            faults.append("encoding")
    faults += [key for key in ("datePublished", "dateModified") if not _is_moment(data.get(key, ""))]
    licence = data.get("license", {"id": "https://creativecommons.org/licenses/"})
    if not re.match(r"https?://creativecommons\.org/(licenses|publicdomain)/", licence["id"]):
        faults.append("license")
    if data.get("inLanguage") != ["de"] or not isinstance(data.get("keywords", []), list):
        faults.append("inLanguage")
    types = [one["id"].removeprefix("https://w3id.org/kim/hcrt/") for one in data.get("learningResourceType", [])]
    return (
        faults + [f"hcrt {name}" for name in types if name not in _HCRT] + ([] if _is_address(data["id"]) else ["id"])
    )


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in text


def _is_moment(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", text))


def test_amb_keeps_its_rules_and_names_the_vocabulary(client, article):
    response = client.get(f"{article.path}amb.json")
    data = response.json()
    assert response.headers["Content-Type"] == "application/json" and wrong_in_amb(data) == []
    assert data["datePublished"] == "2026-03-31T10:00:00+02:00" and data["keywords"] == ["Sprache"]
    assert data["learningResourceType"][0]["id"].endswith("/hcrt/worksheet")
    assert data["encoding"][0]["contentUrl"].endswith(File.objects.get().path)


@pytest.mark.parametrize("kind", [kind for kind, _label in Article.KINDS])
@pytest.mark.parametrize("licence", ["reserved", "cc-by-4.0", "cc-by-sa-4.0"])
def test_amb_keeps_its_rules_for_every_kind_and_licence(article, kind, licence):
    article.kind, article.release.licence = kind, licence
    data = as_amb(article)
    assert wrong_in_amb(data) == [] and ("license" in data) is (licence != "reserved")


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""}, {"type": ["Article"]}, {"@context": "https://schema.org"}, {"creator": [{"name": "A"}]},
        {"dateModified": "2026-03-31T10:00:00"}, {"license": {"id": "https://example.org/"}}, {"inLanguage": "de"},
        {"learningResourceType": [{"id": "https://w3id.org/kim/hcrt/roman"}]}, {"id": "/praxis/x/"}, {"titel": "x"},
        {"mainEntityOfPage": [{"type": "WebContent"}]},
    ],
)  # fmt: skip
def test_a_break_of_the_rules_would_be_found(article, change):
    assert wrong_in_amb(as_amb(article) | change) != []


def test_the_page_names_its_amb_and_the_list_its_feed(client, article):
    assert (
        f'type="application/json" title="AMB" href="{article.path}amb.json"'
        in client.get(article.path).content.decode()
    )
    assert 'type="application/atom+xml"' in client.get("/praxis/").content.decode()


def entries(client) -> list:
    return ElementTree.fromstring(client.get("/praxis/feed/").content).findall(f"{ATOM}entry")


def test_the_feed_has_what_atom_asks_for_and_no_people(client, article, settings):
    response = client.get("/praxis/feed/")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"{settings.SITE_URL}/praxis/feed/" and links["alternate"] == f"{settings.SITE_URL}/praxis/"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == settings.SITE_URL + article.path
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == NOW
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == NOW
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == settings.OPERATOR
    assert "Okonkwo" not in (text := response.content.decode()) and "Aydo" not in text and "Lindqvist" not in text


def test_the_newest_release_comes_first_and_keeps_its_id(client, article):
    an_article(article.authors.get().person, article.release.by, title="Danach", readers=PUBLIC)
    before = [entry.findtext(f"{ATOM}id") for entry in entries(client)]
    assert [entry.findtext(f"{ATOM}title") for entry in entries(client)] == ["Danach", "Sprachmittlung bezahlen"]
    again = Article.objects.select_related("release").get(pk=article.pk)
    put_in_force(again, [], by=None, as_of=NOW.date(), checked_until=NOW.date())
    assert [entry.findtext(f"{ATOM}id") for entry in entries(client)] == before[::-1]


def test_nothing_new_is_answered_with_304_until_something_is(client, article):
    for path in ("/praxis/feed/", f"{article.path}amb.json"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        put_in_force(Article.objects.get(pk=article.pk), [], by=None, as_of=NOW.date(), checked_until=NOW.date())
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_members_get_the_same_feed(client, article):
    an_article(article.authors.get().person, article.release.by, title="Intern", readers=MEMBERS)
    before = client.get("/praxis/feed/").content
    client.force_login(article.release.by)
    assert client.get("/praxis/feed/").content == before and b"Intern" not in before


def test_an_empty_feed_is_one_too(client):
    assert entries(client) == [] and client.get("/praxis/feed/").headers["ETag"]


def test_the_feed_asks_the_same_for_one_page_and_for_three(client, article, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/praxis/feed/")
    for _ in range(2):
        an_article(article.authors.get().person, article.release.by, readers=PUBLIC)
    with django_assert_num_queries(3):
        assert len(entries(client)) == 3
