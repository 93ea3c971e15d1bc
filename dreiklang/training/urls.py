from django.urls import path

from dreiklang.training.views import catalogue, learning, planning, writing

urlpatterns = [
    path("weiterbildung/", catalogue.programmes, name="programmes"),
    # learning: what is hers
    path("weiterbildung/meine/", learning.my_training, name="my_training"),
    path("weiterbildung/meine/<uuid:missed>/<uuid:instead>/", learning.make_up, name="make_up"),
    path("weiterbildung/meine/nachholen/<int:pk>/ruecknahme/", learning.take_back, name="take_back"),
    # writing: programmes and building blocks
    path("weiterbildung/neu/", writing.edit_programme, name="new_programme"),
    path("weiterbildung/<slug:slug>/bearbeitung/", writing.edit_programme, name="edit_programme"),
    path("weiterbildung/<slug:slug>/loeschung/", writing.discard_programme, name="discard_programme"),
    path("weiterbildung/<slug:slug>/bausteine/neu/", writing.edit_block, name="new_block"),
    path("weiterbildung/<slug:slug>/<slug:block>/bearbeitung/", writing.edit_block, name="edit_block"),
    path("weiterbildung/<slug:slug>/<slug:block>/loeschung/", writing.discard_block, name="discard_block"),
    # planning: runs, for the team
    path("team/durchgaenge/", planning.runs, name="team_runs"),
    path("team/durchgaenge/neu/<slug:slug>/", planning.new_run, name="new_run"),
    path("team/durchgaenge/<uuid:pk>/", planning.run, name="team_run"),
    path("team/durchgaenge/<uuid:pk>/neu/", planning.plan_run, name="plan_run"),
    path("team/durchgaenge/<uuid:pk>/bearbeitung/", planning.edit_run, name="edit_run"),
    path("team/durchgaenge/<uuid:pk>/veroeffentlichung/", planning.publish_run, name="publish_run"),
    path("team/durchgaenge/<uuid:pk>/loeschung/", planning.discard_run, name="discard_run"),
    path("team/durchgaenge/<uuid:pk>/termine/neu/", planning.new_date, name="new_date"),
    path("team/durchgaenge/<uuid:pk>/termine/<int:date>/loesung/", planning.detach_date, name="detach_date"),
    # catalogue: what everybody reads
    path("weiterbildung/<slug:slug>/", catalogue.programme, name="programme"),
    path("weiterbildung/<slug:slug>/durchgang/<uuid:pk>/", catalogue.run, name="run"),
    path("weiterbildung/<slug:slug>/<slug:block>/", catalogue.block, name="block"),
]
