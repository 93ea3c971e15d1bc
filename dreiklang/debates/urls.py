from django.urls import path  # noqa: F401

urlpatterns = [
    # debates and answering
    # preparing and deciding
    # results
    # smaller formats
]
