from django.urls import path

from dreiklang.training.views import catalogue, confirming

urlpatterns = [
    path("weiterbildung/", catalogue.programmes, name="programmes"),
    path("weiterbildung/bescheinigungen/", confirming.confirmations, name="confirmations"),
    path(
        "weiterbildung/bescheinigungen/<uuid:pk>/bescheinigung.pdf",
        confirming.confirmation_paper, name="confirmation_paper",
    ),
    path(
        "weiterbildung/bescheinigungen/<uuid:pk>/badge.json", confirming.confirmation_badge, name="confirmation_badge"
    ),
    path("weiterbildung/bescheinigungen/<uuid:pk>/verlaengerung/", confirming.renewal, name="renewal"),
    path("pruefen/", confirming.checking, name="checking"),
    path("pruefen/badge/", confirming.check_badge, name="check_badge"),
    path("pruefen/widerrufe/<int:number>/", confirming.revoked_badges, name="revoked_badges"),
    path("pruefen/<slug:code>/", confirming.check, name="check"),
    path(".well-known/did.json", confirming.issuer_keys, name="issuer_keys"),
    path("team/durchgaenge/<uuid:pk>/bescheinigungen/", confirming.run_confirmations, name="run_confirmations"),
    path("team/bescheinigungen/<uuid:pk>/widerruf/", confirming.revocation, name="revocation"),
    path("weiterbildung/<slug:slug>/", catalogue.programme, name="programme"),
    path("weiterbildung/<slug:slug>/durchgang/<uuid:pk>/", catalogue.run, name="run"),
    path("weiterbildung/<slug:slug>/<slug:block>/", catalogue.block, name="block"),
]  # fmt: skip
