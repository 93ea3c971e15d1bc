from django.db.models import Q

from dreiklang.dialogue.personal_data import GONE
from dreiklang.library import searchable
from dreiklang.library.models import (
    Adoption,
    Article,
    Author,
    Check,
    Comment,
    Consent,
    CouncilPaper,
    PaperItem,
    Release,
    Review,
    Rival,
    SectionVersion,
    Suggestion,
)
from dreiklang.moderation.sealed import voices_of

HEADING = "PraxisPortal"
_READERS, _WRITERS = "wer die Seite liest", "wer an der Seite arbeitet"
_HER_OWN, _AND_WRITERS = "sie selbst", "sie selbst, wer an der Seite arbeitet"
_WITH_THE_PAGE = "so lange es die Seite gibt; geht das Konto, geht der Name"
_UNTOUCHED = "1095 Tage nach der letzten Änderung, sonst bis zur Löschung des Kontos"


def _rows(table: str, names: str, purpose: str, readers: str, kept: str) -> list[tuple]:
    return [(f"library.{table}.{name}", purpose, readers, kept) for name in names.split()]


COLUMNS = [
    *_rows("Article", "owner", "wer eine Seite verantwortet", _READERS, "bis zur Übergabe oder Löschung des Kontos"),
    *_rows("Article", "owner_told_on", "wann an die Prüfung oder an einen alten Entwurf erinnert wurde", "niemand",
           "bis zur nächsten Freigabe"),
    *_rows("Article", "submitted_by submitted_at", "wer eine Seite zur Prüfung gab: gibt sie nicht frei", _WRITERS,
           "bis zur Freigabe"),
    *_rows("Article", "contact", "wer Auskunft zu einem Praxisbeispiel gibt", _READERS, _WITH_THE_PAGE),
    *_rows("Author", "id article person name order", "wer eine Seite geschrieben hat, mit Namen", _READERS,
           _WITH_THE_PAGE),
    *_rows("Release", "by by_name", "wer eine Seite freigegeben hat, mit Namen", _READERS, _WITH_THE_PAGE),
    *_rows("Release", "content", "Namen auf der Seite: Schreibende, Prüfende, Ansprechpersonen", _READERS,
           _WITH_THE_PAGE),
    *_rows("Review", "id article person name side state asked_at done_on done_at round", "wer eine Seite geprüft hat",
           _READERS, _WITH_THE_PAGE),
    *_rows("Review", "email link_key", "Anschrift und Link von Prüfenden ohne Konto", "niemand",
           "bis zur Prüfung, höchstens 30 Tage"),
    *_rows("Review", "text", "was bei der Prüfung auffiel", _AND_WRITERS, "365 Tage nach der Freigabe"),
    *_rows("SectionVersion", "id section number heading source by at note", "Fassung eines Abschnitts", _WRITERS,
           _WITH_THE_PAGE),
    *_rows("Rival", "id section base heading source by at settled_at", "Fassung, die gleichzeitig entstand",
           _WRITERS, "90 Tage nach der Entscheidung"),
    *_rows("Suggestion", "id section base before follows after reason by at state answer decided_by decided_at "
           "is_named",
           "vorgeschlagener Wortlaut und die Entscheidung darüber", _AND_WRITERS, "365 Tage nach der Entscheidung"),
    *_rows("Comment", "id section to quote text by at settled_at", "Anmerkung zu einem Absatz", _AND_WRITERS,
           "365 Tage, nachdem sie erledigt ist"),
    *_rows("Check", "id article person state text asked_on done_on", "wer gefragt wurde, ob eine Seite noch stimmt",
           _AND_WRITERS, "365 Tage nach der Frage"),
    *_rows("Adoption", "id article municipality changed on", "was eine Kommune übernommen hat", _READERS,
           "bleibt bei der Kommune, ohne Namen"),
    *_rows("Adoption", "person", "wer es für die Kommune eingetragen hat", _HER_OWN, "bis zur Löschung des Kontos"),
    *_rows("Origin", "post", "aus welcher Antwort eine Seite entstand", "wer das Thema liest",
           "so lange es Seite und Thema gibt"),
    *_rows("Consent", "id origin role person voice state", "ob aus einem Beitrag eine Seite werden darf", _AND_WRITERS,
           "so lange es die Seite gibt; geht das Konto, geht die Verbindung zu ihm"),
    *_rows("CouncilPaper", "id person municipality title body meets_on reference is_public proposal situation costs "
           "has_figures created_at changed_at", "Vorlage für ein Gremium", _HER_OWN, _UNTOUCHED),
    *_rows("PaperItem", "id paper article post extent note order is_gone", "was in eine Vorlage gehört", _HER_OWN,
           "mit der Vorlage"),
]  # fmt: skip


def export(person) -> dict:
    """Her own words and decisions wherever they stand, and where her name stands. Of what others wrote only where."""
    return {
        "Seiten, die ich verantworte": [
            {**_page(article), "Ansprechperson": article.contact, "erinnert": _iso(article.owner_told_on)}
            for article in Article.objects.filter(owner=person).order_by("pk")
        ],
        "Seiten, die ich zur Prüfung gegeben habe": [
            {**_page(article), "von": person.name, "am": _iso(article.submitted_at)}
            for article in Article.objects.filter(submitted_by=person).order_by("pk")
        ],
        "Seiten, auf denen mein Name steht": [
            {**_page(author.article), "als": author.name} for author in _of(Author, person, "article")
        ],
        "Seiten, die ich freigegeben habe": [
            {**_page(made.article), "Freigabe": made.number, "am": _iso(made.at), "als": made.by_name}
            for made in Release.objects.filter(by=person).select_related("article").order_by("at")
        ],
        "Meine Prüfungen": [
            {
                **_page(one.article), "als": one.name, "Seite der Prüfung": str(one.get_side_display()),
                "gefragt": _iso(one.asked_at), "geprüft": _iso(one.done_on),
                "abgegeben": _iso(one.done_at), "für die Freigabe": one.round,
                "Ergebnis": str(one.get_state_display()), "Text": one.text,
            }
            for one in _of(Review, person, "article")
        ],
        "Abschnitte, die ich geschrieben habe": [
            {**_text(one), "Fassung": one.number, "Vermerk": one.note} for one in _by(SectionVersion, person)
        ],
        "Fassungen, die neben anderen standen": [
            {**_text(one), "aus Fassung": one.base, "entschieden": _iso(one.settled_at)} for one in _by(Rival, person)
        ],
        "Meine Vorschläge": [_suggestion(one) for one in _by(Suggestion, person, "decided_by")],
        "Über welche Vorschläge ich entschieden habe": [
            {
                **_page(one.section.article), "Ergebnis": str(one.get_state_display()), "meine Antwort": one.answer,
                "am": _iso(one.decided_at),
            }
            for one in Suggestion.objects.filter(decided_by=person).select_related("section__article").order_by("pk")
        ],
        "Meine Anmerkungen": [
            {
                **_page(one.section.article), "Absatz": one.quote, "Text": one.text, "am": _iso(one.at),
                "als Antwort": one.to_id is not None, "erledigt": _iso(one.settled_at),
            }
            for one in _by(Comment, person)
        ],
        "Ob eine Seite noch stimmt": [
            {
                **_page(one.article), "gefragt": _iso(one.asked_on), "geantwortet": _iso(one.done_on),
                "Ergebnis": str(one.get_state_display()), "Text": one.text,
            }
            for one in _of(Check, person, "article")
        ],
        "Bei uns übernommen": [
            {
                **_page(one.article), "Kommune": str(one.municipality.label), "seit": _iso(one.on),
                "was wir geändert haben": one.changed, "eingetragen von": person.name,
            }
            for one in _of(Adoption, person, "article", "municipality__district")
        ],
        "Ob aus meinen Beiträgen eine Seite werden darf": [
            {
                **_page(one.origin.article), "ich habe": str(one.get_role_display()), "als": _speaks_as(one),
                "Stand": str(one.get_state_display()),
            }
            for one in _consents(person)
        ],
        "Meine Vorlagen": [
            _paper(one)
            for one in _of(CouncilPaper, person, "municipality__district").prefetch_related(
                "items__article", "items__post__thread__room"
            )
        ],
    }  # fmt: skip


def _of(model, person, *related):
    return model.objects.filter(person=person).select_related(*related).order_by("pk")


def _by(model, person, *related):
    return model.objects.filter(by=person).select_related("section__article", *related).order_by("at", "pk")


def _consents(person):
    """Also those that she was asked for under a voice: she finds them here alone."""
    asked = Consent.objects.select_related("origin__article", "person", "voice").order_by("pk")
    threads = asked.filter(voice__isnull=False).order_by().values_list("voice__thread", flat=True).distinct()
    return asked.filter(Q(person=person) | Q(voice__in=list(voices_of(person, threads).values())))


def _speaks_as(consent: Consent) -> str:
    return consent.voice.name if consent.voice else consent.person.name


def _page(article: Article) -> dict:
    return {"Seite": article.title, "Adresse": article.path}


def _text(one) -> dict:
    return {**_page(one.section.article), "Überschrift": one.heading, "Text": one.source, "am": _iso(one.at)}


def _suggestion(one: Suggestion) -> dict:
    return {
        **_page(one.section.article), "am": _iso(one.at), "zu Fassung": one.base, "bisher": one.before,
        "nach dem Absatz": one.follows, "neu": one.after, "Begründung": one.reason,
        "Ergebnis": str(one.get_state_display()), "Antwort": one.answer,
        "entschieden von": one.decided_by.name if one.decided_by else None, "entschieden": _iso(one.decided_at),
        "will beim Dank genannt werden": one.is_named,
    }  # fmt: skip


def _paper(paper: CouncilPaper) -> dict:
    return {
        "Titel": paper.title, "Kommune": str(paper.municipality.label) if paper.municipality else None,
        "Gremium": paper.body, "tagt am": _iso(paper.meets_on), "Vorlage Nr.": paper.reference,
        "öffentliche Sitzung": paper.is_public, "Beschlussvorschlag": paper.proposal, "Sachverhalt": paper.situation,
        "Finanzielle Auswirkungen": paper.costs, "mit Zahlen der Kommune": paper.has_figures,
        "angelegt": _iso(paper.created_at), "geändert": _iso(paper.changed_at),
        "Inhalt": [_item(item) for item in paper.items.all()],
    }  # fmt: skip


def _item(item: PaperItem) -> dict:
    where = _page(item.article) if item.article else {
        "Raum": item.post.thread.room.title, "Thema": item.post.thread.title, "Beitrag": item.post.number,
    }  # fmt: skip
    return {**where, "Umfang": str(item.get_extent_display()), "mein Wort dazu": item.note,
            "herausgenommen": item.is_gone}  # fmt: skip


def _iso(at) -> str | None:
    return at.isoformat() if at else None


def erase(person) -> None:
    """Pages, adoptions and what was proposed stay with those who use them, without her name: CC BY 4.0 lets whoever
    gave a text have her name taken off it (3(a)(3)). A page that only she looked after is the programme team's to give
    on. What was asked of her and not done, and what was only hers, goes with the account."""
    articles = list(_worked_on(person))
    for article in articles:
        _take_her_name_off(article, person)
    Release.objects.filter(by=person).update(by=None, by_name=GONE)
    Author.objects.filter(person=person).update(person=None, name=GONE)
    Review.objects.filter(person=person, state=Review.ASKED).delete()
    Review.objects.filter(person=person).update(person=None, name=GONE)
    Review.objects.filter(email=person.email).update(email="", link_key=None)
    Article.objects.filter(owner=person).update(owner=None)
    Article.objects.filter(submitted_by=person).update(submitted_by=None)
    for model in (SectionVersion, Rival, Suggestion, Comment):
        model.objects.filter(by=person).update(by=None)
    Suggestion.objects.filter(decided_by=person).update(decided_by=None)
    # Nobody can ask her any more: what she left open is a no. What she was asked under a voice is not touched: changed
    # at this hour, it would say whose voice it was.
    Consent.objects.filter(person=person, state=Consent.OPEN).update(state=Consent.REFUSED)
    for model in (Adoption, Consent):
        model.objects.filter(person=person).update(person=None)
    for model in (Check, CouncilPaper):
        model.objects.filter(person=person).delete()
    for article in Article.objects.filter(pk__in=[one.pk for one in articles]).select_related("release"):
        searchable.keep(article)


def _worked_on(person):
    """Pages on which her name may stand: not those of a namesake."""
    hers = Q(owner=person) | Q(submitted_by=person)
    for rows, article in (
        (Author.objects.filter(person=person), "article"),
        (Review.objects.filter(person=person), "article"),
        (Release.objects.filter(by=person), "article"),
        (SectionVersion.objects.filter(by=person), "section__article"),
        (Suggestion.objects.filter(by=person), "section__article"),
    ):
        hers |= Q(pk__in=rows.values(article))
    return Article.objects.filter(hers)


def _take_her_name_off(article: Article, person) -> None:
    """In whatever release her name stands, and where somebody noted that a wording came from her."""
    for made in article.releases.only("content"):
        content = _without(person, made.content)
        if content != made.content:
            Release.objects.filter(pk=made.pk).update(content=content)
    if _names(person, article.contact):
        Article.objects.filter(pk=article.pk).update(contact="")
    for version in SectionVersion.objects.filter(section__article=article, note__contains=person.name):
        version.note = version.note.replace(person.name, GONE)[:200]
        version.save(update_fields=["note"])


def _without(person, value, name=""):
    """What a page says beside its text. A contact who is gone is none; the text itself is nobody's list of names."""
    if name in ("sections", "sources"):
        return value
    if name == "contact":
        return "" if _names(person, value) else value
    if isinstance(value, dict):
        return {key: _without(person, inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        cleaned = [_without(person, inner) for inner in value]
        return [inner for number, inner in enumerate(cleaned) if inner != GONE or GONE not in cleaned[:number]]
    return GONE if value == person.name else value


def _names(person, text: str) -> bool:
    return person.name in text or person.email.casefold() in text.casefold()
