from django.urls import path

from dreiklang.search import views

urlpatterns = [
    path("suche/", views.search, name="search"),
    path("suche/feed.atom", views.feed, name="search_feed"),
    path("konto/suche/", views.subscribe, name="search_feeds"),
    path("team/suche/", views.tend, name="tend_search"),
    path("team/suche/<int:pk>/trennung/", views.part_words, name="part_words"),
    path("team/suche/erledigt/", views.settle_word, name="settle_word"),
]
