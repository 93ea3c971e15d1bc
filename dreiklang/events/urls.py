from django.urls import path

from dreiklang.events import speaker_pages, views

urlpatterns = [
    path("veranstaltungen/", views.agenda, name="agenda"),
    path("veranstaltungen/kalender.ics", views.public_feed, name="public_feed"),
    path("veranstaltungen/neu/", views.new_event, name="new_event"),
    path("veranstaltungen/<slug:slug>/", views.event, name="event"),
    path("veranstaltungen/<slug:slug>/kalender.ics", views.event_calendar, name="event_calendar"),
    path("veranstaltungen/<slug:slug>/bild.webp", views.event_picture, name="event_picture"),
    path("veranstaltungen/<slug:slug>/anmeldung/", views.registration, name="event_registration"),
    path("veranstaltungen/<slug:slug>/abmeldung/", views.cancellation, name="event_cancellation"),
    path("veranstaltungen/<slug:slug>/bearbeitung/", views.edit_event, name="edit_event"),
    path("veranstaltungen/<slug:slug>/teile/neu/", views.new_event, name="new_session"),
    path("veranstaltungen/<slug:slug>/veroeffentlichung/", views.publication, name="event_publication"),
    path("veranstaltungen/<slug:slug>/loeschung/", views.discarding, name="event_discarding"),
    path("veranstaltungen/<slug:slug>/absage/", views.calling_off, name="event_calling_off"),
    path("veranstaltungen/<slug:slug>/mitwirkende/", speaker_pages.speakers, name="speakers"),
    path("veranstaltungen/<slug:slug>/mitwirkende/<int:pk>/", speaker_pages.edit_speaker, name="edit_speaker"),
    path("veranstaltungen/<slug:slug>/mitwirkende/<int:pk>/link/", speaker_pages.speaker_link, name="speaker_link"),
    path("mitwirkung/<str:token>/", speaker_pages.speaker, name="speaker"),
    path("mitwirkung/<str:token>/einwilligung/", speaker_pages.speaker_consent, name="speaker_consent"),
]
