from django.urls import path, re_path

from dreiklang.places import views

urlpatterns = [
    path("kommunen/", views.municipalities, name="municipalities"),
    re_path(r"^kommunen/(?P<key>[0-9]{8})/$", views.municipality, name="municipality"),
]
