from django.apps import AppConfig


class Front(AppConfig):
    name = "dreiklang.front"
    label = "front"
