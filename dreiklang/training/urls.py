from django.urls import path

from dreiklang.training.views import catalogue, learning

urlpatterns = [
    path("weiterbildung/", catalogue.programmes, name="programmes"),
    # What is hers: learning.
    path("weiterbildung/meine/", learning.my_training, name="my_training"),
    path("weiterbildung/meine/<uuid:missed>/<uuid:instead>/", learning.make_up, name="make_up"),
    path("weiterbildung/meine/nachholen/<int:pk>/ruecknahme/", learning.take_back, name="take_back"),
    # What everybody reads: catalogue.
    path("weiterbildung/<slug:slug>/", catalogue.programme, name="programme"),
    path("weiterbildung/<slug:slug>/durchgang/<uuid:pk>/", catalogue.run, name="run"),
    path("weiterbildung/<slug:slug>/<slug:block>/", catalogue.block, name="block"),
]
