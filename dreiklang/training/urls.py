from django.urls import path

from dreiklang.training.views import catalogue, confirming, evaluating, listening, proposing

_RUN = "weiterbildung/<slug:slug>/durchgang/<uuid:pk>/"
_BLOCK = _RUN + "<slug:block>/"
_FEEDBACK = "weiterbildung/<slug:slug>/rueckmeldungen/"

urlpatterns = [
    path("weiterbildung/", catalogue.programmes, name="programmes"),
    # Confirmations and checking them.
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
    # What a run hears back and what becomes of it.
    path(_BLOCK + "rueckmeldung/", evaluating.evaluation, name="evaluation"),
    path(_BLOCK + "rueckmeldung/fragen/", evaluating.evaluation_questions, name="evaluation_questions"),
    path(_BLOCK + "rueckmeldung/tabelle/", evaluating.evaluation_table, name="evaluation_table"),
    path(_BLOCK + "kompetenzen/", listening.competences, name="competences"),
    path(_RUN + "mein-lernen/", listening.my_learning, name="my_learning"),
    path(_RUN + "praxisprojekt/", listening.practice_project, name="practice_project"),
    path(_RUN + "praxisprojekt/aenderung/", listening.practice_project_editing, name="practice_project_editing"),
    path(_RUN + "praxisprojekt/nachfragen/", listening.practice_project_questions, name="practice_project_questions"),
    path(_RUN + "praxisprojekt/nachfragen/<int:months>/", listening.follow_up, name="follow_up"),
    path(_RUN + "praxisprojekt/loeschung/", listening.practice_project_deletion, name="practice_project_deletion"),
    path(_RUN + "praxisprojekte/", listening.practice_projects, name="practice_projects"),
    path(_FEEDBACK + "bedarfe/", proposing.needs, name="needs"),
    path(_FEEDBACK + "vorschlaege/", proposing.proposals, name="proposals"),
    path(_FEEDBACK + "vorschlaege/<uuid:pk>/", proposing.proposal, name="proposal"),
    # The catalogue.
    path("weiterbildung/<slug:slug>/", catalogue.programme, name="programme"),
    path("weiterbildung/<slug:slug>/durchgang/<uuid:pk>/", catalogue.run, name="run"),
    path("weiterbildung/<slug:slug>/<slug:block>/", catalogue.block, name="block"),
]  # fmt: skip
