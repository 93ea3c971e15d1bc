from django.urls import path

from dreiklang.exchange.views import circles, circulars, meetings, minutes, overview, working

_GROUP = "austausch/gruppen/<uuid:pk>/"

urlpatterns = [
    path("austausch/", overview.overview, name="exchange"),
    # colleagues
    # lunch meetings
    # topic teams
    # circles and what a group does together
    path(_GROUP, circles.group_page, name="group_page"),
    path(f"{_GROUP}raum/", circles.open_room, name="open_group_room"),
    path(f"{_GROUP}videoraum/", circles.video_room, name="video_room"),
    path(f"{_GROUP}angaben/", circles.describe_group, name="describe_group"),
    path(f"{_GROUP}austritt/", circles.leave_group, name="leave_group"),
    path(f"{_GROUP}beitritt/", circles.ask_in, name="ask_in"),
    path(f"{_GROUP}beitritt/<uuid:wish>/", circles.decide_wish, name="decide_wish"),
    path(f"{_GROUP}mitglieder/", circles.group_members, name="group_members"),
    path(f"{_GROUP}mitglieder/aufnahme/", circles.take_in, name="take_in"),
    path(f"{_GROUP}mitglieder/liste/", circles.member_list_in, name="member_list_in"),
    path(f"{_GROUP}mitglieder/<int:membership>/rolle/", circles.member_role, name="member_role"),
    path(f"{_GROUP}mitglieder/<int:membership>/ende/", circles.member_out, name="member_out"),
    path(f"{_GROUP}einladungen/<uuid:coming>/ende/", circles.drop_coming, name="drop_coming"),
    path(f"{_GROUP}rundschreiben/", circulars.circular_to_group, name="circular_to_group"),
    path("austausch/kreise/", circles.circles, name="circles"),
    path("austausch/kreise/vorschlaege/", circles.wanted_strangers, name="wanted_strangers"),
    path("austausch/kreise/einladungen/<uuid:pk>/", circles.answer_coming, name="answer_coming"),
    path("austausch/rundschreiben/", circulars.circulars, name="circulars"),
    path("austausch/rundschreiben/neu/", circulars.new_circular, name="new_circular"),
    path("austausch/rundschreiben/<uuid:pk>/", circulars.circular, name="circular"),
    path("austausch/rundschreiben/abbestellen/<str:token>/", circulars.decline_circulars, name="decline_circulars"),
    path("konto/rundschreiben/", circulars.my_circulars, name="my_circulars"),
    path(f"{_GROUP}aufgaben/", working.group_tasks, name="group_tasks"),
    path(f"{_GROUP}aufgaben/<uuid:task>/", working.group_task, name="group_task"),
    path(f"{_GROUP}aufgaben/<uuid:task>/stand/", working.task_state, name="task_state"),
    path(f"{_GROUP}tagesordnung/", working.agenda, name="group_agenda"),
    path(f"{_GROUP}tagesordnung/<uuid:item>/ende/", working.agenda_item_off, name="agenda_item_off"),
    path(f"{_GROUP}dateien/", working.group_files, name="group_files"),
    path(f"{_GROUP}dateien/<uuid:file>/", working.shared_file, name="shared_file"),
    path(f"{_GROUP}dateien/<uuid:file>/ende/", working.file_off, name="file_off"),
    path(f"{_GROUP}termine/", meetings.group_dates, name="group_dates"),
    path(f"{_GROUP}termine/neu/", meetings.new_date, name="new_group_date"),
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
