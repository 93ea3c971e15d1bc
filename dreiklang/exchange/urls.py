from django.urls import path

from dreiklang.exchange.views import overview, team_guests, teams

urlpatterns = [
    path("austausch/", overview.overview, name="exchange"),
    # colleagues
    # lunch meetings
    # topic teams
    path("austausch/thementeams/", teams.teams, name="teams"),
    path("austausch/thementeams/neu/", teams.propose_team, name="propose_team"),
    path("austausch/thementeams/gast/<str:token>/", team_guests.arrival, name="team_guest_arrival"),
    path("austausch/thementeams/keine-briefe/<str:token>/", teams.stop_team_letters, name="stop_team_letters"),
    path("austausch/thementeams/<uuid:pk>/", teams.team, name="topic_team"),
    path("austausch/thementeams/<uuid:pk>/aendern/", teams.change_team, name="change_team"),
    path("austausch/thementeams/<uuid:pk>/interesse/", teams.say_interest, name="say_interest"),
    path("austausch/thementeams/<uuid:pk>/start/", teams.start_team, name="start_team"),
    path("austausch/thementeams/<uuid:pk>/zurueckziehen/", teams.give_up_team, name="give_up_team"),
    path("austausch/thementeams/<uuid:pk>/mitglieder/", teams.team_members, name="team_members"),
    path("austausch/thementeams/<uuid:pk>/gaeste/", team_guests.team_guests, name="team_guests"),
    path("austausch/thementeams/<uuid:pk>/gaeste/<uuid:guest>/ende/", team_guests.end_guest, name="end_team_guest"),
    path("austausch/thementeams/<uuid:pk>/text/", teams.begin_text, name="begin_team_text"),
    path("austausch/thementeams/<uuid:pk>/rueckmeldung/", teams.open_draft, name="open_team_draft"),
    path("austausch/thementeams/<uuid:pk>/aufloesen/", teams.dissolve_team, name="dissolve_team"),
    # circles and what a group does together
    # Kollegiale Beratung
    # signals
]
