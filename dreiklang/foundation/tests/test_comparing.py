"""Two versions of a text in one: only where they say different things at different places."""

import pytest

from dreiklang.foundation.comparing import united

BASE = "Eins.\n\nZwei.\n\nDrei."


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("Eins A.\n\nZwei.\n\nDrei.", "Eins.\n\nZwei.\n\nDrei B.", "Eins A.\n\nZwei.\n\nDrei B."),
        ("Eins A.\n\nZwei.\n\nDrei.", "Eins.\n\nZwei B.\n\nDrei.", "Eins A.\n\nZwei B.\n\nDrei."),
        ("Zwei.\n\nDrei.", "Eins.\n\nZwei.\n\nDrei.\n\nVier.", "Zwei.\n\nDrei.\n\nVier."),
        ("Vorher.\n\nEins.\n\nZwei.\n\nDrei.", "Eins.\n\nDrei.", "Vorher.\n\nEins.\n\nDrei."),
        ("Eins A.\n\nZwei.\n\nDrei.", BASE, "Eins A.\n\nZwei.\n\nDrei."),
        ("Eins A.\n\nZwei.\n\nDrei.", "Eins A.\n\nZwei.\n\nDrei B.", "Eins A.\n\nZwei.\n\nDrei B."),
    ],
)
def test_changes_of_different_paragraphs_stand_together_whoever_came_first(one, other, both):
    assert united(BASE, one, other) == both
    assert united(BASE, other, one) == both


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Eins.\n\nZwei A.\n\nDrei.", "Eins.\n\nZwei B.\n\nDrei."),
        ("Eins.\n\nDrei.", "Eins.\n\nZwei B.\n\nDrei."),
        ("Eins.\n\nZwei.\n\nDrei.\n\nA.", "Eins.\n\nZwei.\n\nDrei.\n\nB."),
        ("Eins A.\n\nZwei A.\n\nDrei.", "Eins.\n\nZwei B.\n\nDrei B."),
    ],
)
def test_changes_of_the_same_paragraph_are_for_a_person_to_decide(one, other):
    assert united(BASE, one, other) is None
    assert united(BASE, other, one) is None
