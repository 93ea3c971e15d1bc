"""A real browser reads a thread in which all running strings stand: no script runs, nothing asks, and the policy has
nothing to refuse."""

import pytest

from dreiklang.dialogue.actions.writing import open_thread, reply
from dreiklang.dialogue.models import Post, Room
from dreiklang.people.models import Person
from dreiklang.tests.running_strings import running_strings

pytestmark = [pytest.mark.journey, pytest.mark.long]
A_POST, TITLES = 20, 30
WATCH = """
window.happened = [];
window.ran = number => window.happened.push(`ran(${number})`);
document.addEventListener("securitypolicyviolation", event => window.happened.push(event.violatedDirective));
"""


@pytest.fixture
def thread(furnished):
    """By Ben and Cem in turn; the room holds threads that are called like some of them."""
    strings, room = running_strings(), Room.objects.get(slug="alle")
    ben, cem = (Person.objects.get(email=f"{name}@example.org") for name in ("ben", "cem"))
    thread = open_thread(room, kind="question", title=strings[1][:150], source=strings[0], by=ben).thread
    for start in range(0, len(strings), A_POST):
        reply(thread, source="\n\n".join(strings[start : start + A_POST]), by=(ben, cem)[start // A_POST % 2])
    for string in strings[:TITLES]:
        open_thread(room, kind="discussion", title=string[:150], source=string, by=cem)
    return thread


def test_nothing_runs_in_a_real_browser(visit, thread):
    window = visit("ben")
    happened = _watched(window)
    own = thread.posts.get(number=1)
    for path in (
        thread.path,
        thread.room.path,
        "/",
        "/dialog/",
        "/suche/?q=ran",
        f"{thread.path}{own.number}/bearbeitung/",
    ):
        window.go(path)
        window.page.wait_for_load_state("networkidle")
        assert window.page.evaluate("window.happened") == [], path
    window.go(thread.path)
    assert "ran(18)" in window.page.content()
    for link in window.page.locator(".post a[href], article a[href]").all():
        assert not (link.get_attribute("href") or "").lower().startswith(("javascript", "data", "vbscript"))
    assert happened == []


def _watched(window) -> list[str]:
    """What asks comes here; what runs, to `window.happened` of each page."""
    asked = []
    window.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    window.page.add_init_script(WATCH)
    return asked


def test_a_text_that_lets_tags_through_is_noticed(visit, thread):
    """The twin: the policy stops it, and the browser says so."""
    Post.objects.filter(thread=thread, number=1).update(html="<img src=/nichts onerror=ran(1)>")
    window = visit("ben")
    _watched(window)
    window.go(thread.path)
    window.page.wait_for_load_state("networkidle")
    assert any("script-src" in each for each in window.page.evaluate("window.happened"))
    window.problems.clear()
