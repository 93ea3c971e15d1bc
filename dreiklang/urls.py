from django.urls import include, path

urlpatterns = [
    path("", include(f"dreiklang.{room}.urls"))
    for room in (
        "front",
        "places",
        "letters",
        "people",
        "groups",
        "seats",
        "dialogue",
        "events",
        "library",
        "debates",
        "exchange",
        "training",
        "search",
    )
]
