from django.urls import path, register_converter

from dreiklang.exchange.days import DayInAddress
from dreiklang.exchange.views import lunch, lunch_keeping, lunch_meeting, overview

register_converter(DayInAddress, "day")

urlpatterns = [
    path("austausch/", overview.overview, name="exchange"),
    # colleagues
    # lunch meetings
    path("austausch/mittagsmeeting/", lunch.home, name="lunch"),
    path("austausch/mittagsmeeting/jetzt/", lunch.join, name="lunch_join"),
    path("austausch/mittagsmeeting/kalender/<uuid:key>.ics", lunch.calendar, name="lunch_calendar"),
    path("austausch/mittagsmeeting/kalender/neu/", lunch_keeping.renew_calendar, name="lunch_renew_calendar"),
    path("austausch/mittagsmeeting/frage/", lunch.drop, name="lunch_drop"),
    path("austausch/mittagsmeeting/frage/<uuid:pk>/ruecknahme/", lunch.take_back, name="lunch_take_back"),
    path("austausch/mittagsmeeting/zurueck/<token>/", lunch.take_back_unnamed, name="lunch_take_back_unnamed"),
    path("austausch/mittagsmeeting/briefe/", lunch.letters, name="lunch_letters"),
    path("austausch/mittagsmeeting/briefe/ende/<token>/", lunch.stop, name="lunch_stop"),
    path("austausch/mittagsmeeting/einrichtung/", lunch_keeping.arrange, name="lunch_arrange"),
    path("austausch/mittagsmeeting/einrichtung/pause/", lunch_keeping.pause, name="lunch_pause"),
    path("austausch/mittagsmeeting/einrichtung/pause/<int:pk>/ende/", lunch_keeping.end_pause, name="lunch_end_pause"),
    path("austausch/mittagsmeeting/<day:on>/", lunch_meeting.meeting, name="lunch_meeting"),
    path("austausch/mittagsmeeting/<day:on>/wahl/", lunch_meeting.choice, name="lunch_choice"),
    path("austausch/mittagsmeeting/<day:on>/wahl/punkte/", lunch_meeting.points, name="lunch_points"),
    path("austausch/mittagsmeeting/<day:on>/wahl/stand/", lunch_meeting.stage, name="lunch_stage"),
    path("austausch/mittagsmeeting/<day:on>/leitung/", lunch_keeping.host, name="lunch_host"),
    path("austausch/mittagsmeeting/<day:on>/frage/<uuid:pk>/", lunch_meeting.note, name="lunch_note"),
    path("austausch/mittagsmeeting/<day:on>/frage/<uuid:pk>/mehr/", lunch_meeting.know_more, name="lunch_know_more"),
    path("austausch/mittagsmeeting/<day:on>/frage/<uuid:pk>/hinweis/", lunch_meeting.hint, name="lunch_hint"),
    path("austausch/mittagsmeeting/<day:on>/frage/<uuid:pk>/antwort/", lunch_meeting.answer, name="lunch_answer"),
    # topic teams
    # circles and what a group does together
    # Kollegiale Beratung
    # signals
]
