from django.urls import path

from dreiklang.library.views import articles, remarking, suggesting, workroom

# What stands directly below /praxis/ is reserved in actions/releasing.py: a page's slug is never one of these words.
urlpatterns = [
    # reading
    path("praxis/", articles.articles, name="articles"),
    # writing
    path("praxis/entwuerfe/<uuid:pk>/", workroom.workroom, name="workroom"),
    # suggestions and comments
    path("praxis/vorschlaege/", suggesting.my_suggestions, name="my_suggestions"),
    path("praxis/vorschlaege/<uuid:pk>/ruecknahme/", suggesting.take_back, name="take_back_suggestion"),
    path("praxis/entwuerfe/<uuid:pk>/vorschlaege/<uuid:suggestion>/", suggesting.suggestion, name="suggestion"),
    path("praxis/entwuerfe/<uuid:pk>/vorschlag/<uuid:section>/", suggesting.in_draft, name="suggest_in_draft"),
    path("praxis/<slug:slug>/vorschlag/<uuid:section>/", suggesting.on_page, name="suggest_on_page"),
    path(
        "praxis/entwuerfe/<uuid:pk>/abschnitte/<uuid:section>/anmerkungen/",
        remarking.in_draft,
        name="remarks_in_draft",
    ),
    path("praxis/<slug:slug>/anmerkungen/<uuid:section>/", remarking.on_page, name="remarks_on_page"),
    path("praxis/anmerkungen/<uuid:pk>/", remarking.own, name="own_remark"),
    path("praxis/anmerkungen/<uuid:pk>/erledigung/", remarking.settle, name="settle_remark"),
    # life cycle
    # from talk to page
    # council papers
    # in and out
    # last, for it takes any word
    path("praxis/<slug:slug>/", articles.article, name="article"),
]
