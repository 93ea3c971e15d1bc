from django.urls import path

from dreiklang.library.views import articles, living, releasing, reviewing, workroom

# What stands directly below /praxis/ is reserved in actions/releasing.py: a page's slug is never one of these words.
urlpatterns = [
    # reading
    path("praxis/", articles.articles, name="articles"),
    # writing
    path("praxis/entwuerfe/<uuid:pk>/", workroom.workroom, name="workroom"),
    # suggestions and comments
    # life cycle
    path("praxis/entwuerfe/<uuid:pk>/einreichung/", reviewing.submission, name="submission"),
    path("praxis/entwuerfe/<uuid:pk>/pruefung/", reviewing.review, name="review"),
    path(
        "praxis/entwuerfe/<uuid:pk>/pruefung/<uuid:review>/ruecknahme/",
        reviewing.withdraw_request,
        name="withdraw_review_request",
    ),
    path("praxis/entwuerfe/<uuid:pk>/rueckgabe/", reviewing.sending_back, name="sending_back"),
    path("praxis/entwuerfe/<uuid:pk>/freigabe/", releasing.release_article, name="release_article"),
    path("praxis/entwuerfe/<uuid:pk>/gueltigkeit/", living.validity, name="validity"),
    path("praxis/entwuerfe/<uuid:pk>/zustaendigkeit/", living.ownership, name="ownership"),
    path("praxis/entwuerfe/<uuid:pk>/ruecknahme/", living.withdrawal, name="withdrawal"),
    path("praxis/pruefung/<str:token>/", reviewing.review_outside, name="review_outside"),
    path("praxis/pruefen/<str:token>/", living.check, name="check_article"),
    path("praxis/zustaendigkeit/<str:token>/", living.owner_return, name="owner_return"),
    path("praxis/<slug:slug>/hinweis/", living.report_article, name="report_article"),
    path("team/seiten/", living.team_articles, name="team_articles"),
    # from talk to page
    # council papers
    # in and out
    # last, for it takes any word
    path("praxis/<slug:slug>/", articles.article, name="article"),
]
