from django.urls import path

from dreiklang.dialogue.views import asking, rooms, threads

urlpatterns = [
    path("dialog/", rooms.rooms, name="rooms"),
    path("dialog/raeume/<slug:slug>/", rooms.room, name="room"),
    path("dialog/raeume/<slug:slug>/neu/", asking.new_thread, name="new_thread"),
    path("dialog/raeume/<slug:slug>/erscheint/", asking.held, name="held_post"),
    path("dialog/<uuid:pk>/", threads.thread, name="thread"),
    path("dialog/<uuid:pk>/antwort/", threads.reply, name="reply"),
    path("dialog/<uuid:pk>/<int:number>/bearbeitung/", threads.change_post, name="change_post"),
]
