from django.apps import AppConfig


class Events(AppConfig):
    name = "dreiklang.events"
    label = "events"
