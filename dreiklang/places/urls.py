from django.urls import path

from dreiklang.places import views

# The page of a municipality lies at places.models.Municipality.path; exchange shows it.
urlpatterns = [
    path("kommunen/", views.municipalities, name="municipalities"),
]
