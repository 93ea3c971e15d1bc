"""A connection that PostgreSQL ended is replaced before the next request; one that stands is not asked."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Das gibt es nur mit PostgreSQL."),
]


@pytest.fixture
def another():
    """As a process of the web server holds it between two requests."""
    another = connection.copy()
    ask(another)
    yield another
    another.close()


def ask(over, question="SELECT 1"):
    with over.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def number_of(over) -> int:
    return ask(over, "SELECT pg_backend_pid()")[0]


def between_requests(over) -> None:
    over.health_check_done = False
    over.close_if_health_check_failed()


def end(over) -> None:
    number = over.connection.info.backend_pid
    assert ask(connection, f"SELECT pg_terminate_backend({number}, 5000)") == (True,)


def test_one_that_stands_is_used_again_and_not_asked(another):
    number = number_of(another)
    with CaptureQueriesContext(another) as asked:
        between_requests(another)
    assert not asked.captured_queries and number_of(another) == number


def test_one_that_was_ended_is_replaced(another):
    number = number_of(another)
    end(another)
    between_requests(another)
    assert number_of(another) != number


def test_one_that_noticed_itself_that_it_was_ended_is_replaced(another):
    end(another)
    with pytest.raises(OperationalError):  # the twin: nobody looked before the query
        ask(another)
    between_requests(another)
    assert ask(another) == (1,)


def test_one_on_which_something_else_came_is_asked_and_kept(another):
    another.connection.execute("LISTEN news")
    number = number_of(another)
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY news")
    between_requests(another)
    assert number_of(another) == number
