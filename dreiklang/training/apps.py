from django.apps import AppConfig


class Training(AppConfig):
    name = "dreiklang.training"
    label = "training"
