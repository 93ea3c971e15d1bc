from django.urls import path

from dreiklang.dialogue.views import arranging, following, house_rules, rooms, routing, threads

urlpatterns = [
    path("dialog/", rooms.rooms, name="rooms"),
    path("dialog/hausregeln/", house_rules.house_rules, name="house_rules"),
    path("dialog/folgen/", following.following, name="following"),
    path("dialog/folgen/ende/<str:token>/", following.stop_following, name="stop_following"),
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
    path("dialog/<uuid:pk>/<int:number>/bearbeitung/", threads.change_post, name="change_post"),
    path("team/raeume/", arranging.arrange_rooms, name="arrange_rooms"),
    path("team/raeume/neu/", arranging.new_room, name="new_room"),
    path("team/raeume/<uuid:pk>/", arranging.arrange_room, name="arrange_room"),
    path("team/raeume/<uuid:pk>/bearbeitung/", arranging.edit_room, name="edit_room"),
    path("team/raeume/<uuid:pk>/betreuung/", arranging.change_moderators, name="change_moderators"),
    path("team/raeume/<uuid:pk>/mitglieder/", arranging.change_members, name="change_members"),
    path("team/raeume/<uuid:pk>/archiv/", arranging.archive_room, name="archive_room"),
]
