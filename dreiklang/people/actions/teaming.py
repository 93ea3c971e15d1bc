from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.actions.inviting import invite
from dreiklang.people.models import Invitation, Person


@transaction.atomic
def bring_into_team(email: str, name: str = "", *, by) -> Person | Invitation:
    """Whoever has an account is of the team from now on; everybody else is invited into it. `by` is None where the
    operator acts at the console: a fresh house has nobody who could."""
    person = Person.objects.select_for_update().filter(email=email.strip().lower()).first()
    if person is None:
        return invite(email, name, by=by, as_team=True)
    if not person.is_active:
        raise Refusal(_("Dieses Konto ist gesperrt."), field="email")
    if not person.is_team:
        person.is_team = person.is_member = True
        person.save(update_fields=["is_team", "is_member"])
        record(by, "team.joined", f"person:{person.pk}")
    return person


@transaction.atomic
def keep_a_team(leaving: Person) -> None:
    """The last one of the team stays: without a team nobody decides, invites or mends. To be called in the transaction
    of the change; it holds the team's rows, so that the last two do not go at once."""
    team = list(Person.objects.team().select_for_update().order_by("pk"))
    if team == [leaving]:
        raise Refusal(
            _(
                "Sie sind die einzige Person im Programmteam. Bitte lassen Sie zuerst jemand anderen aufnehmen. "
                "Danach können Sie Ihr Konto löschen."
            )
        )
