from django.apps import AppConfig


class Dialogue(AppConfig):
    name = "dreiklang.dialogue"
    label = "dialogue"
