from django.apps import AppConfig


class Places(AppConfig):
    name = "dreiklang.places"
    label = "places"
