from django.apps import AppConfig


class Moderation(AppConfig):
    name = "dreiklang.moderation"
    label = "moderation"
