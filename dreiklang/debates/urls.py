from django.urls import path

from dreiklang.debates.views import debates, hall_tending, halls, reporting, results, tending

# What stands directly below /dialog/debatten/ is never a debate's slug: actions/preparing.py.
urlpatterns = [
    # debates and answering
    path("dialog/debatten/", debates.debates, name="debates"),
    path("dialog/debatten/neu/", tending.new_debate, name="new_debate"),
    path("dialog/debatten/saal/", halls.halls, name="halls"),
    path("dialog/debatten/<slug:slug>/", debates.debate, name="debate"),
    path("dialog/debatten/<slug:slug>/antwort/", debates.answer, name="debate_answer"),
    path("dialog/debatten/<slug:slug>/antworten/", debates.answers, name="debate_answers"),
    path("dialog/debatten/<slug:slug>/vorschlag/", debates.proposal, name="propose_statement"),
    path("dialog/debatten/<slug:slug>/aussagen/<uuid:pk>/meldung/", reporting.report_statement,
         name="report_statement"),
    # preparing and deciding
    path("dialog/debatten/<slug:slug>/bearbeitung/", tending.edit_debate, name="edit_debate"),
    path("dialog/debatten/<slug:slug>/betreuung/", tending.tend, name="tend_debate"),
    path("dialog/debatten/<slug:slug>/veroeffentlichung/", tending.publish_debate, name="publish_debate"),
    path("dialog/debatten/<slug:slug>/erinnerung/", tending.remind, name="remind_of_debate"),
    path("dialog/debatten/<slug:slug>/was-daraus-wurde/", tending.outcome, name="debate_outcome"),
    path("dialog/debatten/<slug:slug>/aussagen/<uuid:pk>/entscheidung/", tending.decide_statement,
         name="decide_statement"),
    path("dialog/debatten/<slug:slug>/aussagen/<uuid:pk>/schreibfehler/", tending.mend_statement,
         name="mend_statement"),
    # results
    path("dialog/debatten/<slug:slug>/ergebnis/", results.results, name="debate_results"),
    path("dialog/debatten/<slug:slug>/ergebnis.json", results.results_json, name="debate_results_json"),
    path("dialog/debatten/<slug:slug>/ergebnis.pdf", results.results_pdf, name="debate_results_pdf"),
    # smaller formats
    path("dialog/debatten/saal/neu/", hall_tending.new_hall, name="new_hall"),
    path("dialog/debatten/saal/<slug:code>/", halls.hall, name="hall"),
    path("dialog/debatten/saal/<slug:code>/fragen/", halls.question, name="ask_hall"),
    path("dialog/debatten/saal/<slug:code>/interesse/", halls.interest, name="like_hall_question"),
    path("dialog/debatten/saal/<slug:code>/fragen/<uuid:pk>/meldung/", halls.report_question,
         name="report_hall_question"),
    path("dialog/debatten/saal/<slug:code>/leinwand/", halls.screen, name="hall_screen"),
    path("dialog/debatten/saal/<slug:code>/moderation/", hall_tending.tend, name="tend_hall"),
    path("dialog/debatten/saal/<slug:code>/bearbeitung/", hall_tending.edit_hall, name="edit_hall"),
    path("dialog/debatten/saal/<slug:code>/schluss/", hall_tending.closing, name="close_hall"),
    path("dialog/debatten/saal/<slug:code>/fragen.md", hall_tending.questions_file, name="hall_file"),
]  # fmt: skip
