from django.urls import path

from dreiklang.training.views import catalogue

urlpatterns = [
    path("weiterbildung/", catalogue.programmes, name="programmes"),
    path("weiterbildung/<slug:slug>/", catalogue.programme, name="programme"),
    path("weiterbildung/<slug:slug>/durchgang/<uuid:pk>/", catalogue.run, name="run"),
    path("weiterbildung/<slug:slug>/<slug:block>/", catalogue.block, name="block"),
]
