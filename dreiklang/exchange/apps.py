from django.apps import AppConfig


class Exchange(AppConfig):
    name = "dreiklang.exchange"
    label = "exchange"
