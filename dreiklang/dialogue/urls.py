from django.urls import path

from dreiklang.dialogue.views import answers, attachments, questions, rooms, steering, threads

urlpatterns = [
    path("dialog/", rooms.rooms, name="rooms"),
    path("dialog/fragen/", questions.questions, name="questions"),
    path("dialog/fragen/aehnliche/", questions.similar, name="similar_questions"),
    path("dialog/vorschau/", threads.preview, name="preview"),
    path("dialog/anlagen/<uuid:pk>/", attachments.attachment, name="attachment"),
    path("dialog/anlagen/<uuid:pk>/loeschung/", attachments.removal, name="remove_attachment"),
    path("dialog/raeume/<slug:slug>/", rooms.room, name="room"),
    path("dialog/raeume/<slug:slug>/neu/", threads.new_thread, name="new_thread"),
    path("dialog/<uuid:pk>/", threads.thread, name="thread"),
    path("dialog/<uuid:pk>/antwort/", threads.reply, name="reply"),
    path("dialog/<uuid:pk>/zusammenfassung/", answers.summary, name="thread_summary"),
    path("dialog/<uuid:pk>/leitung/", steering.steering, name="thread_steering"),
    path("dialog/<uuid:pk>/angaben/", steering.state, name="thread_state"),
    path("dialog/<uuid:pk>/spuren/", steering.traces, name="traces"),
    path("dialog/<uuid:pk>/spuren/<uuid:trace>/loeschung/", steering.forget_trace, name="forget_trace"),
    path("dialog/<uuid:pk>/<int:number>/bearbeitung/", threads.change_post, name="change_post"),
    path("dialog/<uuid:pk>/<int:number>/fassungen/", threads.history, name="post_history"),
    path("dialog/<uuid:pk>/<int:number>/hilfreich/", answers.useful, name="useful"),
    path("dialog/<uuid:pk>/<int:number>/annahme/", answers.acceptance, name="acceptance_of_answer"),
    path("dialog/<uuid:pk>/<int:number>/pruefung/", answers.checking, name="checking_of_post"),
]
