from django.urls import path

from dreiklang.events.views import events, leading, meeting, speakers

urlpatterns = [
    path("veranstaltungen/", events.agenda, name="agenda"),
    path("veranstaltungen/kalender.ics", events.public_feed, name="public_feed"),
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
    path("veranstaltungen/<slug:slug>/mitwirkende/", speakers.speakers, name="speakers"),
    path("veranstaltungen/<slug:slug>/mitwirkende/<int:pk>/", speakers.edit_speaker, name="edit_speaker"),
    path("veranstaltungen/<slug:slug>/mitwirkende/<int:pk>/link/", speakers.speaker_link, name="speaker_link"),
    path("mitwirkung/<str:token>/", speakers.speaker, name="speaker"),
    path("mitwirkung/<str:token>/einwilligung/", speakers.speaker_consent, name="speaker_consent"),
]
