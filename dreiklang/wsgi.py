import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreiklang.settings")
application = get_wsgi_application()


def load_what_everybody_needs() -> None:
    """Before the processes part, so that none of them does it while people wait.

    The table of holidays alone takes 0.3 s. Each process used to load it when it first moved somebody up, under the
    lock of the seats: 200 registrations while 10 cancelled took 8 s instead of 2.
    """
    from django.template import engines
    from django.urls import get_resolver
    from django.utils import timezone

    from dreiklang.letters.quiet_hours import next_working_moment

    get_resolver().url_patterns  # noqa: B018 – looking at it imports every view
    next_working_moment(timezone.now())
    for name, ending in (("pages", "html"), ("letters", "txt")):
        templates = engines[name].env
        for template in templates.list_templates(extensions=[ending]):
            templates.get_template(template)
    # What is loaded by now stays: the collector need not look at it again, and the processes share its memory.
    gc.collect()
    gc.freeze()


load_what_everybody_needs()
