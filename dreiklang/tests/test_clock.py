"""The screen of all chores names functions that exist: the worker would only find out at night."""

from datetime import timedelta

import pytest
from django.utils.module_loading import import_string

from dreiklang.clock import CHORES, SERVICES


@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
def test_every_chore_is_a_function_of_the_house(chore):
    assert callable(import_string(chore.does))


@pytest.mark.parametrize("path", SERVICES)
def test_every_service_is_a_function_of_the_house(path):
    assert callable(import_string(path))


def test_no_two_chores_share_a_name():
    assert len({chore.name for chore in CHORES}) == len(CHORES)


def test_pages_that_are_due_are_looked_at_every_day():
    tends = "dreiklang.library.actions.tending.tend"
    assert [chore.every for chore in CHORES if chore.does == tends] == [timedelta(days=1)]
