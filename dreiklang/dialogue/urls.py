from django.urls import path

from dreiklang.dialogue.views import rooms, routing, threads

urlpatterns = [
    path("dialog/", rooms.rooms, name="rooms"),
    path("dialog/raeume/<slug:slug>/", rooms.room, name="room"),
    path("dialog/raeume/<slug:slug>/neu/", threads.new_thread, name="new_thread"),
    path("dialog/fragen/wartende/", routing.waiting, name="waiting_questions"),
    path("dialog/gefragt/", routing.asked, name="asked"),
    path("dialog/gefragt/<str:token>/absage/", routing.decline, name="decline_question"),
    path("dialog/gefragt/<str:token>/weitergabe/", routing.pass_on, name="pass_on_question"),
    path("dialog/antwort/<str:token>/", routing.helped, name="helped"),
    path("dialog/<uuid:pk>/", threads.thread, name="thread"),
    path("dialog/<uuid:pk>/antwort/", threads.reply, name="reply"),
    path("dialog/<uuid:pk>/<int:number>/bearbeitung/", threads.change_post, name="change_post"),
]
