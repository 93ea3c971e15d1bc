from django.conf import settings
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _


def house(request):
    """The header's links, which the ground cannot know. Only sections that stand in this house; none is promised."""
    sections = [
        (_("Heute"), "/"),
        (_("Weiterbildung"), "/weiterbildung/"),
        (_("Praxis"), "/praxis/"),
        (_("Veranstaltungen"), "/veranstaltungen/"),
    ]
    user = getattr(request, "user", None)  # who asks for another host is turned away before she is known
    if user is not None and user.is_authenticated:
        sections.insert(3, (_("Dialog"), "/dialog/"))
        if user.is_member:
            sections.insert(2, (_("Austausch"), "/austausch/"))
    here = request.path
    return {
        "sections": [(label, path, here == path if path == "/" else here.startswith(path)) for label, path in sections],
        "sign_in": reverse("account_login"),
        "sign_out": reverse("account_logout"),
        "is_demo": settings.DEMO,
        # The same token in every form of a page: Django's own is made anew for each, at the price of a query.
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }
