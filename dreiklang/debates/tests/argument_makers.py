from datetime import timedelta

from django.utils import timezone

from dreiklang.debates import argument_index, secret
from dreiklang.debates.actions.arguing import add
from dreiklang.debates.models import Argument, Thesis
from dreiklang.foundation.models import fresh_id


def a_thesis(title="Jede Kommune braucht einen Integrationsbeirat.", *, days=7, **facts) -> Thesis:
    """It takes arguments up to the day in so many days; below zero it is over."""
    pk, last = fresh_id(), timezone.localdate() + timedelta(days=days)
    thesis = Thesis.objects.create(pk=pk, title=title, last_day=last, key=secret.fresh_key(pk), **facts)
    argument_index.keep(thesis)
    return thesis


def an_argument(
    thesis, by, headline="Er kennt die Stadt.", *, to=None, is_named=True, public_id=None, link="", **more
) -> Argument:
    """`more` are its other facts."""
    facts = {"is_pro": True, "source": f"Denn {headline}", "link_title": "Bericht" if link else "", "link": link}
    facts |= {"headline": headline, **more}
    return add(thesis, facts, by=by, to=to, is_named=is_named, public_id=public_id)
