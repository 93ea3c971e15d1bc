from django.apps import AppConfig


class Library(AppConfig):
    name = "dreiklang.library"
    label = "library"
