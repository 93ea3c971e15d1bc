from django.apps import AppConfig


class Seats(AppConfig):
    name = "dreiklang.seats"
    label = "seats"
