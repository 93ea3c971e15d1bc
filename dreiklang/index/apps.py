from django.apps import AppConfig


class Index(AppConfig):
    name = "dreiklang.index"
    label = "index"
