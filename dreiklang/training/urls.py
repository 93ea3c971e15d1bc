from django.urls import path

from dreiklang.training.views import (
    catalogue,
    confirming,
    evaluating,
    learning,
    listening,
    papers,
    partners,
    planning,
    proposing,
    writing,
)  # fmt: skip

_RUN = "weiterbildung/<slug:slug>/durchgang/<uuid:pk>/"
_BLOCK = _RUN + "<slug:block>/"
_FEEDBACK = "weiterbildung/<slug:slug>/rueckmeldungen/"

urlpatterns = [
    # Who comes from outside, and lists that come in: partners.
    path("gast/<str:token>/", partners.guest, name="run_guest"),
    path("gast/<str:token>/material/<uuid:pk>/", partners.guest_material, name="guest_material"),
    path("team/durchgaenge/<uuid:pk>/gaeste/", partners.run_guests, name="run_guests"),
    path("team/durchgaenge/<uuid:pk>/gaeste/<uuid:guest>/", partners.change_guest, name="change_guest"),
    path("team/durchgaenge/<uuid:pk>/liste/", partners.run_list, name="run_list"),
    path("team/durchgaenge/<uuid:pk>/liste/<int:pending>/", partners.change_pending, name="change_pending"),
    path("team/durchgaenge/<uuid:pk>/bericht/", papers.run_report, name="run_report"),
    path("team/durchgaenge/<uuid:pk>/bericht.pdf", papers.run_report_pdf, name="run_report_pdf"),
    path("team/durchgaenge/<uuid:pk>/bericht.xlsx", papers.run_report_table, name="run_report_table"),
    path("weiterbildung/termine/<uuid:pk>/", papers.papers, name="papers"),
    path("weiterbildung/termine/<uuid:pk>/anwesenheitsliste.pdf", papers.attendance_sheet, name="attendance_sheet"),
    path("weiterbildung/termine/<uuid:pk>/namensschilder.pdf", papers.name_badges, name="name_badges"),
    path("weiterbildung/termine/<uuid:pk>/teilnehmende.xlsx", papers.expected_table, name="expected_table"),
    path("weiterbildung/", catalogue.programmes, name="programmes"),
    # learning: what is hers
    path("weiterbildung/meine/", learning.my_training, name="my_training"),
    path("weiterbildung/meine/<uuid:missed>/<uuid:instead>/", learning.make_up, name="make_up"),
    path("weiterbildung/meine/nachholen/<int:pk>/ruecknahme/", learning.take_back, name="take_back"),
    # writing: programmes and building blocks
    path("weiterbildung/neu/", writing.edit_programme, name="new_programme"),
    path("weiterbildung/<slug:slug>/bearbeitung/", writing.edit_programme, name="edit_programme"),
    path("weiterbildung/<slug:slug>/loeschung/", writing.discard_programme, name="discard_programme"),
    path("weiterbildung/<slug:slug>/bausteine/neu/", writing.edit_block, name="new_block"),
    path("weiterbildung/<slug:slug>/<slug:block>/bearbeitung/", writing.edit_block, name="edit_block"),
    path("weiterbildung/<slug:slug>/<slug:block>/loeschung/", writing.discard_block, name="discard_block"),
    # planning: runs, for the team
    path("team/durchgaenge/", planning.runs, name="team_runs"),
    path("team/durchgaenge/neu/<slug:slug>/", planning.new_run, name="new_run"),
    path("team/durchgaenge/<uuid:pk>/", planning.run, name="team_run"),
    path("team/durchgaenge/<uuid:pk>/neu/", planning.plan_run, name="plan_run"),
    path("team/durchgaenge/<uuid:pk>/bearbeitung/", planning.edit_run, name="edit_run"),
    path("team/durchgaenge/<uuid:pk>/veroeffentlichung/", planning.publish_run, name="publish_run"),
    path("team/durchgaenge/<uuid:pk>/ausschreibung/", planning.call_run, name="call_run"),
    path("team/durchgaenge/<uuid:pk>/loeschung/", planning.discard_run, name="discard_run"),
    path("team/durchgaenge/<uuid:pk>/termine/neu/", planning.new_date, name="new_date"),
    path("team/durchgaenge/<uuid:pk>/termine/<int:date>/loesung/", planning.detach_date, name="detach_date"),
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
