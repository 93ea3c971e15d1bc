from dreiklang.foundation.models import Page
from dreiklang.front.actions import editing, reporting
from dreiklang.front.models import BarrierReport
from dreiklang.letters.models import Letter


def a_page(slug="impressum", source="Angaben nach § 5 DDG\n", title="Impressum", **fields) -> Page:
    page = Page.objects.create(slug=slug, title=title, **fields)
    editing.edit(page, source, by=None)
    return page


def a_report(text="Der Knopf ist mit der Tastatur nicht erreichbar.", page="", email="") -> BarrierReport:
    return reporting.report_barrier(text=text, page=page, email=email)


def an_undelivered_letter(to="ben@example.org", **fields) -> Letter:
    """A letter that was tried eight times and given up."""
    given_up = {
        "subject": "Sie sind nachgerückt", "text": "Guten Tag Ben, der Platz gehört Ihnen.", "state": Letter.FAILED,
        "attempts": 8, "reason": "SMTPRecipientsRefused: 550 Postfach unbekannt",
    }  # fmt: skip
    return Letter.objects.create(to=to, **given_up | fields)
