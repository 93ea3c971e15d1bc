from django.urls import path

from dreiklang.training import views

urlpatterns = [
    path("weiterbildung/", views.programmes, name="programmes"),
    path("weiterbildung/<slug:slug>/", views.programme, name="programme"),
    path("weiterbildung/<slug:slug>/durchgang/<uuid:pk>/", views.run, name="run"),
    path("weiterbildung/<slug:slug>/<slug:block>/", views.block, name="block"),
]
