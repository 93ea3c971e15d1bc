from django.urls import path, re_path

from dreiklang.front import views

_PAGES = (
    "impressum|datenschutz|barrierefreiheit|leichte-sprache|ueber-uns|hilfe-bei-anfeindung"
    "|vorlage-erste-zwei-stunden|vorlage-haltung|vorlage-anruferliste|vorlage-beweise"
)

urlpatterns = [
    path("", views.home, name="home"),
    re_path(rf"^(?P<slug>{_PAGES})/$", views.page, name="page"),
    re_path(rf"^(?P<slug>{_PAGES})/bearbeitung/$", views.edit_page, name="edit_page"),
    path("barrierefreiheit/meldung/", views.report_barrier, name="report_barrier"),
    path("sprache/", views.language, name="language"),
    path("konto/daten/", views.my_data, name="my_data"),
    path("konto/daten/meine-daten.json", views.my_data_export, name="my_data_export"),
    path("konto/loeschung/", views.deletion, name="deletion"),
    path("gesundheit/", views.health, name="health"),
    path("team/", views.team, name="team"),
    path("team/post/", views.undelivered, name="undelivered"),
    path("team/post/<uuid:pk>/", views.repair_letter, name="repair_letter"),
    path("team/barrieren/", views.barriers, name="barriers"),
]
