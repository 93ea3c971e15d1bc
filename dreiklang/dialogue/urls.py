from django.urls import path

from dreiklang.dialogue.views import arranging, following, house_rules, rooms, routing, threads

urlpatterns = [
    path("dialog/", rooms.rooms, name="rooms"),
    path("dialog/hausregeln/", house_rules.house_rules, name="house_rules"),
    path("dialog/folgen/", following.following, name="following"),
    path("dialog/folgen/ende/<str:token>/", following.stop_following, name="stop_following"),
from dreiklang.dialogue.views import answers, attachments, questions, rooms, steering, threads

urlpatterns = [
    path("dialog/", rooms.rooms, name="rooms"),
    path("dialog/fragen/", questions.questions, name="questions"),
    path("dialog/fragen/aehnliche/", questions.similar, name="similar_questions"),
    path("dialog/vorschau/", threads.preview, name="preview"),
    path("dialog/anlagen/<uuid:pk>/", attachments.attachment, name="attachment"),
    path("dialog/anlagen/<uuid:pk>/loeschung/", attachments.removal, name="remove_attachment"),
    path("dialog/raeume/<slug:slug>/", rooms.room, name="room"),
    path("dialog/raeume/<slug:slug>/folgen/", following.follow_room, name="follow_room"),
    path("dialog/raeume/<slug:slug>/gelesen/", rooms.read_room, name="read_room"),
    path("dialog/raeume/<slug:slug>/sperre/", rooms.lock_room, name="lock_room"),
    path("dialog/raeume/<slug:slug>/neu/", threads.new_thread, name="new_thread"),
    path("dialog/fragen/wartende/", routing.waiting, name="waiting_questions"),
    path("dialog/gefragt/", routing.asked, name="asked"),
    path("dialog/gefragt/<str:token>/absage/", routing.decline, name="decline_question"),
    path("dialog/gefragt/<str:token>/weitergabe/", routing.pass_on, name="pass_on_question"),
    path("dialog/antwort/<str:token>/", routing.helped, name="helped"),
    path("dialog/<uuid:pk>/", threads.thread, name="thread"),
    path("dialog/<uuid:pk>/folgen/", following.follow_thread, name="follow_thread"),
    path("dialog/<uuid:pk>/antwort/", threads.reply, name="reply"),
    path("dialog/<uuid:pk>/zusammenfassung/", answers.summary, name="thread_summary"),
    path("dialog/<uuid:pk>/leitung/", steering.steering, name="thread_steering"),
    path("dialog/<uuid:pk>/angaben/", steering.state, name="thread_state"),
    path("dialog/<uuid:pk>/spuren/", steering.traces, name="traces"),
    path("dialog/<uuid:pk>/spuren/<uuid:trace>/loeschung/", steering.forget_trace, name="forget_trace"),
    path("dialog/<uuid:pk>/<int:number>/bearbeitung/", threads.change_post, name="change_post"),
    path("team/raeume/", arranging.arrange_rooms, name="arrange_rooms"),
    path("team/raeume/neu/", arranging.new_room, name="new_room"),
    path("team/raeume/<uuid:pk>/", arranging.arrange_room, name="arrange_room"),
    path("team/raeume/<uuid:pk>/bearbeitung/", arranging.edit_room, name="edit_room"),
    path("team/raeume/<uuid:pk>/betreuung/", arranging.change_moderators, name="change_moderators"),
    path("team/raeume/<uuid:pk>/mitglieder/", arranging.change_members, name="change_members"),
    path("team/raeume/<uuid:pk>/archiv/", arranging.archive_room, name="archive_room"),
    path("dialog/<uuid:pk>/<int:number>/fassungen/", threads.history, name="post_history"),
    path("dialog/<uuid:pk>/<int:number>/hilfreich/", answers.useful, name="useful"),
    path("dialog/<uuid:pk>/<int:number>/annahme/", answers.acceptance, name="acceptance_of_answer"),
    path("dialog/<uuid:pk>/<int:number>/pruefung/", answers.checking, name="checking_of_post"),
]
