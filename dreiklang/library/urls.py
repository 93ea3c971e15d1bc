from django.urls import path

from dreiklang.library.views import articles, machines, workroom

# What stands directly below /praxis/ is reserved in actions/releasing.py: a page's slug is never one of these words.
urlpatterns = [
    # reading
    path("praxis/", articles.articles, name="articles"),
    # writing
    path("praxis/entwuerfe/<uuid:pk>/", workroom.workroom, name="workroom"),
    # suggestions and comments
    # life cycle
    # from talk to page
    # council papers
    # in and out
    path("praxis/feed/", machines.feed, name="articles_feed"),
    path("praxis/<slug:slug>/amb.json", machines.amb, name="article_amb"),
    # last, for it takes any word
    path("praxis/<slug:slug>/", articles.article, name="article"),
]
