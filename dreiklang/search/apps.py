from django.apps import AppConfig


class Search(AppConfig):
    name = "dreiklang.search"
    label = "search"
