from django.urls import path

from dreiklang.dialogue.views import crisis, moderating, rooms, threads

urlpatterns = [
    path("dialog/", rooms.rooms, name="rooms"),
    path("dialog/raeume/<slug:slug>/", rooms.room, name="room"),
    path("dialog/raeume/<slug:slug>/neu/", threads.new_thread, name="new_thread"),
    path("dialog/<uuid:pk>/", threads.thread, name="thread"),
    path("dialog/<uuid:pk>/antwort/", threads.reply, name="reply"),
    path("dialog/<uuid:pk>/<int:number>/bearbeitung/", threads.change_post, name="change_post"),
    path("dialog/<uuid:pk>/<int:number>/meldung/", moderating.report, name="report"),
    path("dialog/<uuid:pk>/<int:number>/ruecknahme/", moderating.withdraw, name="withdraw_post"),
    path("dialog/moderation/", moderating.queue, name="moderation"),
    path("dialog/moderation/faelle/<uuid:pk>/", moderating.case, name="case"),
    path("dialog/moderation/beitraege/<uuid:pk>/", moderating.waiting_post, name="waiting_post"),
    path("dialog/moderation/aufdeckung/<uuid:pk>/", moderating.reveal, name="reveal"),
    path("dialog/entscheidungen/", moderating.own_decisions, name="own_decisions"),
    path("dialog/entscheidungen/<uuid:pk>/", moderating.own_decision, name="own_decision"),
    path("dialog/einspruch/<str:token>/", moderating.objection, name="objection"),
    path("dialog/krise/", crisis.board, name="crisis"),
    path("dialog/krise/helfen/", crisis.helping, name="crisis_help"),
]
