from django.urls import path

from dreiklang.exchange.views import overview

urlpatterns = [
    path("austausch/", overview.overview, name="exchange"),
    # colleagues
    # lunch meetings
    # topic teams
    # circles and what a group does together
    # Kollegiale Beratung
    # signals
]
