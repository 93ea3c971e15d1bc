from django.urls import path

from dreiklang.letters import views

urlpatterns = [
    path("demo/postfach/", views.demo_mailbox, name="demo_mailbox"),
    path("demo/postfach/<uuid:pk>/", views.demo_letter, name="demo_letter"),
    path("demo/postfach/<uuid:pk>/antwort/", views.demo_answer, name="demo_answer"),
]
