from django.urls import path

from dreiklang.library.views import adopting, articles, workroom

# What stands directly below /praxis/ is reserved in actions/releasing.py: a page's slug is never one of these words.
urlpatterns = [
    # reading
    path("praxis/", articles.articles, name="articles"),
    path("praxis/dateien/<uuid:pk>/", articles.file, name="article_file"),
    path("praxis/<slug:slug>/fassungen/", articles.releases, name="releases"),
    path("praxis/<slug:slug>/uebernahme/", adopting.adoption, name="adoption"),
    path("praxis/<slug:slug>/uebernahme/<uuid:pk>/", adopting.adoption_removal, name="adoption_removal"),
    # writing
    path("praxis/entwuerfe/<uuid:pk>/", workroom.workroom, name="workroom"),
    # suggestions and comments
    # life cycle
    # from talk to page
    # council papers
    # in and out
    # last, for it takes any word
    path("praxis/<slug:slug>/", articles.article, name="article"),
]
