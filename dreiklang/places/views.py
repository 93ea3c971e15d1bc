from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dreiklang.places.finding import find
from dreiklang.places.forms import WeightsForm
from dreiklang.places.models import Municipality
from dreiklang.places.nearness import near

SHORTEST = 2


@require_safe
@cache_control(public=True, max_age=300)
def municipalities(request):
    """Suggestions for what is being typed, as `<option>`s. The text is `q`, or the field that `feld` names."""
    text = request.GET.get(request.GET.get("feld", "q"), "").strip()
    found = find(text) if len(text) >= SHORTEST else []
    # Without the request: nothing here depends on who reads, so caches may keep it.
    return HttpResponse(render_to_string("places/suggestions.html", {"municipalities": found}))


def described(request, key) -> dict:
    """For the page of a municipality: what it is, by the official register, and which others are like it. The room that
    knows who works there shows it (exchange/views/municipality.py)."""
    current = Municipality.objects.current().with_district()
    found = get_object_or_404(current, key=key)
    form = WeightsForm(request.GET)
    same_district = current.filter(district=found.district_id).exclude(pk=found.pk)
    return {
        "municipality": found, "land": found.district.land, "form": form,
        "near": [each for each in near(found, weights=form.weights) if each.is_near],
        "figures": found.figures.select_related("indicator").order_by("indicator"),
        "landkreis": None if found.is_landkreis else same_district.filter(kind=Municipality.LANDKREIS).first(),
        "members": list(same_district) if found.is_landkreis else [],
    }  # fmt: skip
