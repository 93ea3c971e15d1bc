"""A person's own dates for her calendar program, under an address that only she knows."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.events.actions import subscribing
from dreiklang.events.models import CalendarAddress, Event
from dreiklang.events.views.finding import calendar_file
from dreiklang.foundation import calendars


@login_required
@never_cache
def my_calendar(request):
    """Make, renew or end the address. It is shown in the answer that makes it, and never again."""
    address = ""
    if request.method == "POST":
        if request.POST.get("act") == "end":
            subscribing.end_address(request.user)
            messages.success(request, _("Die Adresse gilt nicht mehr."))
            return redirect("my_calendar")
        address = settings.SITE_URL + reverse("own_feed", args=[subscribing.make_address(request.user)])
    there = CalendarAddress.objects.filter(person=request.user).exists()
    return render(request, "events/my_calendar.html", {"address": address, "is_there": there})


@require_safe
def own_feed(request, token):
    """Everything that is hers, from 90 days back on, with place and room. Who asks, and when, is not kept."""
    person = CalendarAddress.owner_of(token)
    if person is None:
        raise Http404
    with translation.override(person.language):
        events = Event.objects.visible_to(person).of(person).recent_and_upcoming().order_by("starts", "title")
        entries = [event.calendar_entry(settings.SITE_URL, is_hers=True) for event in events]
        name = _("%(site)s: meine Termine") % {"site": settings.SITE_NAME}
        answer = calendar_file(calendars.feed(name, entries), "private, no-store")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
