from django.apps import AppConfig


class Groups(AppConfig):
    name = "dreiklang.groups"
    label = "groups"
