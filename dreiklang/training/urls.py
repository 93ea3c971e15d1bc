from django.urls import path

from dreiklang.training.views import catalogue, evaluating

_RUN = "weiterbildung/<slug:slug>/durchgang/<uuid:pk>/"
_BLOCK = _RUN + "<slug:block>/"

urlpatterns = [
    path("weiterbildung/", catalogue.programmes, name="programmes"),
    path("weiterbildung/<slug:slug>/", catalogue.programme, name="programme"),
    path("weiterbildung/<slug:slug>/durchgang/<uuid:pk>/", catalogue.run, name="run"),
    path("weiterbildung/<slug:slug>/<slug:block>/", catalogue.block, name="block"),
    # What a run hears back and what becomes of it.
    path(_BLOCK + "rueckmeldung/", evaluating.evaluation, name="evaluation"),
    path(_BLOCK + "rueckmeldung/fragen/", evaluating.evaluation_questions, name="evaluation_questions"),
    path(_BLOCK + "rueckmeldung/tabelle/", evaluating.evaluation_table, name="evaluation_table"),
]
