from django.urls import path

from dreiklang.places import views

urlpatterns = [
    path("kommunen/", views.municipalities, name="municipalities"),
]
