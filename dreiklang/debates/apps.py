from django.apps import AppConfig


class Debates(AppConfig):
    name = "dreiklang.debates"
    label = "debates"
