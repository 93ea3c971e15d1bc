from django.urls import path

from dreiklang.seats.views import applying, choosing, registering

urlpatterns = [
    path("anmeldung/<str:token>/", registering.registration, name="registration"),
    path("anmeldung/<str:token>/bestaetigung/", registering.confirmation, name="confirmation"),
    path("anmeldung/<str:token>/absage/", registering.cancellation, name="cancellation"),
    path("anmeldung/<str:token>/annahme/", applying.acceptance, name="acceptance"),
    path("anmeldung/<str:token>/verzicht/", applying.declining, name="declining"),
    path("anmeldung/<str:token>/kalender.ics", registering.registration_calendar, name="registration_calendar"),
    path("bewerbung/<uuid:pk>/", applying.application, name="application"),
    path("losverfahren/<uuid:pk>/", applying.lots, name="lots"),
    path("team/plaetze/<uuid:pk>/", registering.steering_page, name="steering"),
    path("team/plaetze/<uuid:pk>/liste.xlsx", registering.list_of_seats, name="list_of_seats"),
    path("team/plaetze/<uuid:pk>/ausschreibung/", choosing.call, name="call"),
    path("team/plaetze/<uuid:pk>/ausschreibung/frage/", choosing.new_question, name="new_question"),
    path("team/plaetze/<uuid:pk>/ausschreibung/kontingent/", choosing.new_quota, name="new_quota"),
    path("team/plaetze/frage/<uuid:pk>/", choosing.edit_question, name="edit_question"),
    path("team/plaetze/kontingent/<uuid:pk>/", choosing.edit_quota, name="edit_quota"),
    path("team/plaetze/<uuid:pk>/bewerbungen/", choosing.applications, name="applications"),
    path("team/plaetze/<uuid:pk>/bewerbungen/liste.xlsx", choosing.list_of_applications, name="list_of_applications"),
    path("team/plaetze/<uuid:pk>/bewerbungen/entscheidung/", choosing.decision, name="decision"),
    path("team/plaetze/<uuid:pk>/bewerbungen/vorschlag/", choosing.proposal, name="proposed_choice"),
    path("team/plaetze/<uuid:pk>/bewerbungen/los/", choosing.drawing_of_lots, name="drawing"),
    path("team/plaetze/anmeldung/<uuid:pk>/", registering.steer_one, name="steer_one"),
]
