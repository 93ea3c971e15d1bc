from django.urls import path

from dreiklang.exchange.views import circles, meetings, minutes, overview, team_guests, teams, working

_GROUP = "austausch/gruppen/<uuid:pk>/"

urlpatterns = [
    path("austausch/", overview.overview, name="exchange"),
    # colleagues
    # lunch meetings
    # topic teams
    path("austausch/thementeams/", teams.teams, name="teams"),
    path("austausch/thementeams/neu/", teams.propose_team, name="propose_team"),
    path("austausch/thementeams/gast/<str:token>/", team_guests.arrival, name="team_guest_arrival"),
    path("austausch/thementeams/keine-briefe/<str:token>/", teams.stop_team_letters, name="stop_team_letters"),
    path("austausch/thementeams/<uuid:pk>/", teams.team, name="topic_team"),
    path("austausch/thementeams/<uuid:pk>/aendern/", teams.change_team, name="change_team"),
    path("austausch/thementeams/<uuid:pk>/interesse/", teams.say_interest, name="say_interest"),
    path("austausch/thementeams/<uuid:pk>/start/", teams.start_team, name="start_team"),
    path("austausch/thementeams/<uuid:pk>/zurueckziehen/", teams.give_up_team, name="give_up_team"),
    path("austausch/thementeams/<uuid:pk>/mitglieder/", teams.team_members, name="team_members"),
    path("austausch/thementeams/<uuid:pk>/gaeste/", team_guests.team_guests, name="team_guests"),
    path("austausch/thementeams/<uuid:pk>/gaeste/<uuid:guest>/ende/", team_guests.end_guest, name="end_team_guest"),
    path("austausch/thementeams/<uuid:pk>/text/", teams.begin_text, name="begin_team_text"),
    path("austausch/thementeams/<uuid:pk>/rueckmeldung/", teams.open_draft, name="open_team_draft"),
    path("austausch/thementeams/<uuid:pk>/aufloesen/", teams.dissolve_team, name="dissolve_team"),
    # circles and what a group does together
    path(_GROUP, circles.group_page, name="group_page"),
    path(f"{_GROUP}raum/", circles.open_room, name="open_group_room"),
    path(f"{_GROUP}videoraum/", circles.video_room, name="video_room"),
    path(f"{_GROUP}aufgaben/", working.group_tasks, name="group_tasks"),
    path(f"{_GROUP}aufgaben/<uuid:task>/", working.group_task, name="group_task"),
    path(f"{_GROUP}aufgaben/<uuid:task>/stand/", working.task_state, name="task_state"),
    path(f"{_GROUP}tagesordnung/", working.agenda, name="group_agenda"),
    path(f"{_GROUP}tagesordnung/<uuid:item>/ende/", working.agenda_item_off, name="agenda_item_off"),
    path(f"{_GROUP}dateien/", working.group_files, name="group_files"),
    path(f"{_GROUP}dateien/<uuid:file>/", working.shared_file, name="shared_file"),
    path(f"{_GROUP}dateien/<uuid:file>/ende/", working.file_off, name="file_off"),
    path(f"{_GROUP}termine/", meetings.group_dates, name="group_dates"),
    path(f"{_GROUP}termine/neu/", meetings.new_date, name="new_date"),
    path(f"{_GROUP}termine/<uuid:event>/", meetings.group_date, name="group_date"),
    path(f"{_GROUP}termine/<uuid:event>/bearbeitung/", meetings.edit_date, name="edit_date"),
    path(f"{_GROUP}termine/<uuid:event>/absage/", meetings.call_off_date, name="call_off_date"),
    path("austausch/zusage/<str:token>/", meetings.reply_by_link, name="reply_by_link"),
    path(f"{_GROUP}umfragen/neu/", meetings.new_poll, name="new_poll"),
    path(f"{_GROUP}umfragen/<uuid:poll>/", meetings.poll, name="date_poll"),
    path(f"{_GROUP}umfragen/<uuid:poll>/ergebnis/", meetings.settle_poll, name="settle_poll"),
    path(f"{_GROUP}protokolle/", minutes.all_minutes, name="all_minutes"),
    path(f"{_GROUP}protokolle/neu/", minutes.new_minutes, name="new_minutes"),
    path(f"{_GROUP}protokolle/<uuid:minutes>/", minutes.minutes, name="minutes"),
    path(f"{_GROUP}protokolle/<uuid:minutes>/bearbeitung/", minutes.edit_minutes, name="edit_minutes"),
    path(f"{_GROUP}protokolle/<uuid:minutes>/loeschung/", minutes.discard_minutes, name="discard_minutes"),
    path(f"{_GROUP}protokolle/<uuid:minutes>/protokoll.docx", minutes.minutes_docx, name="minutes_docx"),
    # Kollegiale Beratung
    # signals
]
