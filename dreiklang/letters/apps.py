from django.apps import AppConfig


class Letters(AppConfig):
    name = "dreiklang.letters"
    label = "letters"
