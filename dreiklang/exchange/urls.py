from django.urls import path

from dreiklang.exchange.views import counsel, overview, signals

_COUNSEL = "austausch/kollegiale-beratung/<uuid:pk>/"
_SIGNAL = "austausch/signale/<uuid:pk>/"

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
    path("austausch/signale/", signals.signals, name="signals"),
    path("austausch/signale/vorschlaege/", signals.signal_bundles, name="signal_bundles"),
    path("austausch/signale/vorschlaege/<uuid:thread>/", signals.propose_signal, name="propose_signal"),
    path(_SIGNAL, signals.signal, name="signal"),
    path(f"{_SIGNAL}bearbeitung/", signals.edit_signal, name="edit_signal"),
    path(f"{_SIGNAL}freigabe/", signals.release_signal, name="release_signal"),
    path(f"{_SIGNAL}loeschung/", signals.discard_signal, name="discard_signal"),
    path(f"{_SIGNAL}betrifft-mich/", signals.support_signal, name="support_signal"),
    path(f"{_SIGNAL}aufgriff/", signals.take_up_signal, name="take_up_signal"),
    path(f"{_SIGNAL}antwort/", signals.answer_signal, name="answer_signal"),
]
