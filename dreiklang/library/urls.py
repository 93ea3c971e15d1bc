from django.urls import path

from dreiklang.library.views import articles, growing, workroom

# What stands directly below /praxis/ is reserved in actions/releasing.py: a page's slug is never one of these words.
urlpatterns = [
    # reading
    path("praxis/", articles.articles, name="articles"),
    # writing
    path("praxis/entwuerfe/<uuid:pk>/", workroom.workroom, name="workroom"),
    # suggestions and comments
    # life cycle
    # from talk to page
    path("praxis/aus/<uuid:pk>/", growing.from_talk, name="page_from_talk"),
    path("praxis/aus/einverstaendnis/<uuid:pk>/", growing.consent, name="consent"),
    path("praxis/aus/einverstaendnis/<str:token>/", growing.consent_by_letter, name="consent_by_letter"),
    # council papers
    # in and out
    # last, for it takes any word
    path("praxis/<slug:slug>/", articles.article, name="article"),
]
