from django.urls import path

from dreiklang.seats import views

urlpatterns = [
    path("anmeldung/<str:token>/", views.registration, name="registration"),
    path("anmeldung/<str:token>/bestaetigung/", views.confirmation, name="confirmation"),
    path("anmeldung/<str:token>/absage/", views.cancellation, name="cancellation"),
    path("anmeldung/<str:token>/kalender.ics", views.registration_calendar, name="registration_calendar"),
    path("team/plaetze/<uuid:pk>/", views.steering_page, name="steering"),
    path("team/plaetze/<uuid:pk>/liste.xlsx", views.list_of_seats, name="list_of_seats"),
    path("team/plaetze/anmeldung/<uuid:pk>/", views.steer_one, name="steer_one"),
]
