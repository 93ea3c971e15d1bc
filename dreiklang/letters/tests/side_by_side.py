import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def side_by_side(*calls) -> list:
    """Run each call in a thread with a database connection of its own, all from the same moment on. Returns what each
    returned or raised. For tests with `django_db(transaction=True)`: others must see what the test has written."""
    start = threading.Barrier(len(calls))

    def run(call):
        try:
            start.wait(20)
            return call()
        except BaseException as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
