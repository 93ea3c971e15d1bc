from django.urls import path

from dreiklang.training.views import catalogue, papers, partners

urlpatterns = [
    # Who comes from outside, and lists that come in: partners.
    path("gast/<str:token>/", partners.guest, name="run_guest"),
    path("gast/<str:token>/material/<uuid:pk>/", partners.guest_material, name="guest_material"),
    path("team/durchgaenge/<uuid:pk>/gaeste/", partners.run_guests, name="run_guests"),
    path("team/durchgaenge/<uuid:pk>/gaeste/<uuid:guest>/", partners.change_guest, name="change_guest"),
    path("team/durchgaenge/<uuid:pk>/liste/", partners.run_list, name="run_list"),
    path("team/durchgaenge/<uuid:pk>/liste/<int:pending>/", partners.change_pending, name="change_pending"),
    path("team/durchgaenge/<uuid:pk>/bericht/", papers.run_report, name="run_report"),
    path("team/durchgaenge/<uuid:pk>/bericht.pdf", papers.run_report_pdf, name="run_report_pdf"),
    path("team/durchgaenge/<uuid:pk>/bericht.xlsx", papers.run_report_table, name="run_report_table"),
    path("weiterbildung/termine/<uuid:pk>/", papers.papers, name="papers"),
    path("weiterbildung/termine/<uuid:pk>/anwesenheitsliste.pdf", papers.attendance_sheet, name="attendance_sheet"),
    path("weiterbildung/termine/<uuid:pk>/namensschilder.pdf", papers.name_badges, name="name_badges"),
    path("weiterbildung/termine/<uuid:pk>/teilnehmende.xlsx", papers.expected_table, name="expected_table"),
    path("weiterbildung/", catalogue.programmes, name="programmes"),
    path("weiterbildung/<slug:slug>/", catalogue.programme, name="programme"),
    path("weiterbildung/<slug:slug>/durchgang/<uuid:pk>/", catalogue.run, name="run"),
    path("weiterbildung/<slug:slug>/<slug:block>/", catalogue.block, name="block"),
]
