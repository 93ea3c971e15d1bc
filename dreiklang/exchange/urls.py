from django.urls import path

from dreiklang.exchange.views import counsel, overview

_COUNSEL = "austausch/kollegiale-beratung/<uuid:pk>/"

urlpatterns = [
    path("austausch/", overview.overview, name="exchange"),
    # colleagues
    # lunch meetings
    # topic teams
    # circles and what a group does together
    # Kollegiale Beratung
    path("austausch/kollegiale-beratung/", counsel.counsel, name="counsel"),
    path(_COUNSEL, counsel.counsel_session, name="counsel_session"),
    path(f"{_COUNSEL}rolle/", counsel.counsel_role, name="counsel_role"),
    path(f"{_COUNSEL}schritt/", counsel.counsel_step, name="counsel_step"),
    path(f"{_COUNSEL}ende/", counsel.counsel_end, name="counsel_end"),
    # signals
]
