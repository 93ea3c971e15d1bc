from django.urls import path

from dreiklang.events.views import calendar, events, leading, material, meeting

urlpatterns = [
    path("veranstaltungen/", events.agenda, name="agenda"),
    path("veranstaltungen/kalender.ics", events.public_feed, name="public_feed"),
    path("konto/kalender/", calendar.my_calendar, name="my_calendar"),
    path("kalender/<str:token>.ics", calendar.own_feed, name="own_feed"),
    path("veranstaltungen/neu/", events.new_event, name="new_event"),
    path("veranstaltungen/<slug:slug>/", events.event, name="event"),
    path("veranstaltungen/<slug:slug>/kalender.ics", events.event_calendar, name="event_calendar"),
    path("veranstaltungen/<slug:slug>/bild.webp", events.event_picture, name="event_picture"),
    path("veranstaltungen/<slug:slug>/anmeldung/", events.registration, name="event_registration"),
    path("veranstaltungen/<slug:slug>/abmeldung/", events.cancellation, name="event_cancellation"),
    path("veranstaltungen/<slug:slug>/bearbeitung/", events.edit_event, name="edit_event"),
    path("veranstaltungen/<slug:slug>/teile/neu/", events.new_event, name="new_session"),
    path("veranstaltungen/<slug:slug>/veroeffentlichung/", events.publication, name="event_publication"),
    path("veranstaltungen/<slug:slug>/loeschung/", events.discarding, name="event_discarding"),
    path("veranstaltungen/<slug:slug>/absage/", events.calling_off, name="event_calling_off"),
    path("veranstaltungen/<slug:slug>/leitung/", leading.trainers, name="event_trainers"),
    path("veranstaltungen/<slug:slug>/leitung/<int:pk>/ende/", leading.release_trainer, name="release_trainer"),
    path("veranstaltungen/<slug:slug>/anwesenheit/", meeting.attendance, name="attendance"),
    path("veranstaltungen/<slug:slug>/code/", meeting.meeting_code, name="meeting_code"),
    path("veranstaltungen/<slug:slug>/dabei/", meeting.check_in, name="check_in"),
    path("veranstaltungen/<slug:slug>/verhindert/", meeting.absence, name="absence"),
    path("veranstaltungen/<slug:slug>/raum/", meeting.online_room, name="online_room"),
    path("veranstaltungen/<slug:slug>/material/", material.materials, name="materials"),
    path("veranstaltungen/<slug:slug>/material/neu/", material.new_material, name="new_material"),
    path("veranstaltungen/<slug:slug>/material/<uuid:pk>/", material.material, name="material"),
    path("veranstaltungen/<slug:slug>/material/<uuid:pk>/bearbeitung/", material.edit_material, name="edit_material"),
    path("veranstaltungen/<slug:slug>/material/<uuid:pk>/loeschung/", material.remove_material, name="remove_material"),
]
