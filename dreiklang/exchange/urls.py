from django.urls import path, re_path

from dreiklang.exchange.views import colleagues, municipality, overview, pairing

urlpatterns = [
    path("austausch/", overview.overview, name="exchange"),
    # colleagues
    path("austausch/kolleginnen/", colleagues.colleagues, name="colleagues"),
    path("austausch/kolleginnen/karte/", colleagues.colleagues_map, name="colleagues_map"),
    path("austausch/zwanzig-minuten/", pairing.pairing, name="pairing"),
    path("austausch/zwanzig-minuten/ende/<str:token>/", pairing.end_pairing, name="end_pairing"),
    path("austausch/willkommen/", pairing.welcome_done, name="welcome_done"),
    re_path(r"^kommunen/(?P<key>[0-9]{8})/$", municipality.municipality, name="municipality"),
    # lunch meetings
    # topic teams
    # circles and what a group does together
    # Kollegiale Beratung
    # signals
]
