from django.apps import AppConfig


class People(AppConfig):
    name = "dreiklang.people"
    label = "people"
