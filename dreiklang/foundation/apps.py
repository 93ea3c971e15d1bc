from django.apps import AppConfig


class Foundation(AppConfig):
    name = "dreiklang.foundation"
    label = "foundation"
