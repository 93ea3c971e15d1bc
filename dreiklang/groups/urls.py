from django.urls import path

from dreiklang.groups import views

urlpatterns = [
    path("team/gruppen/", views.groups, name="groups"),
    path("team/gruppen/<uuid:pk>/", views.group, name="group"),
    path("team/gruppen/<uuid:pk>/mitglied/<int:membership>/rolle/", views.change_role, name="change_role"),
    path("team/gruppen/<uuid:pk>/mitglied/<int:membership>/ende/", views.let_go, name="let_go"),
]
