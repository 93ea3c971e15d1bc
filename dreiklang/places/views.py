from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dreiklang.places.finding import find

SHORTEST = 2


@require_safe
@cache_control(public=True, max_age=300)
def municipalities(request):
    """Suggestions for what is being typed, as `<option>`s. The text is `q`, or the field that `feld` names."""
    text = request.GET.get(request.GET.get("feld", "q"), "").strip()
    found = find(text) if len(text) >= SHORTEST else []
    # Without the request: nothing here depends on who reads, so caches may keep it.
    return HttpResponse(render_to_string("places/suggestions.html", {"municipalities": found}))
