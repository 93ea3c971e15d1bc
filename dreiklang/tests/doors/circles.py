"""The doors of what a group does together, and of circulars. Ben speaks for the circle and is alone in it. Cem asks to
belong to it, and is asked into it. The team keeps its members, and reads nothing of what it does."""

from datetime import timedelta

from django.utils import timezone

from dreiklang.exchange.actions import circles
from dreiklang.exchange.actions.declining import decline_path
from dreiklang.exchange.models import AgendaItem, Circular, Coming, Declined
from dreiklang.exchange.reply_links import reply_link
from dreiklang.exchange.tests.working_makers import (
    a_circle,
    a_file,
    a_group_date,
    a_poll,
    a_task,
    some_minutes,
    the_meeting,
)
from dreiklang.groups.models import Group

_SEEN, _SAFE = "login 404 200 404 404", "login 405 405 405 405"  # POST, GET not allowed
_DONE, _TYPED = "login 404 302 404 404", "login 404 422 404 404"
_KEPT, _KEPT_DONE, _KEPT_TYPED = "login 404 200 200 404", "login 404 302 302 404", "login 404 422 422 404"
_ALL, _NONE, _NOT_THERE = "200 200 200 200 200", "404 404 404 404 404", "login 404 404 404 404"

DOORS = [
    ("group_page", "the circle", _SEEN, _SAFE),
    ("open_group_room", "the circle", _SAFE, _DONE),
    ("video_room", "the circle", _DONE, _SAFE),
    ("describe_group", "the circle", _KEPT, _KEPT_TYPED),
    ("leave_group", "the circle", _SEEN, _DONE),
    ("ask_in", "the circle", _SAFE, "login 302 302 302 302"),
    ("ask_in", "a circle that is invisible", _SAFE, _NOT_THERE),
    ("decide_wish", "cem's wish", _SAFE, _KEPT_DONE),
    ("group_members", "the circle", _KEPT, _KEPT_TYPED),
    ("take_in", "the circle", _SAFE, _NOT_THERE),  # nobody is named
    ("member_list_in", "the circle", _SAFE, _KEPT_TYPED),
    ("member_role", "ben in the circle", _SAFE, _KEPT_DONE),
    ("member_out", "ben in the circle", _SAFE, _KEPT_DONE),
    ("drop_coming", "cem wanted by the circle", _SAFE, "login 404 302 302 404"),
    ("circular_to_group", "the circle", _SEEN, _TYPED),
    ("circles", "", "login 200 200 200 200", _SAFE),
    ("wanted_strangers", "", "login 403 403 200 403", "login 403 403 404 403"),  # nobody is named
    ("answer_coming", "cem asked in", _SAFE, "login 302 404 404 404"),
    ("circulars", "", "login 403 200 200 403", _SAFE),
    ("new_circular", "", "login 403 403 200 403", "login 403 403 422 403"),
    ("circular", "ben's circular", _SEEN, _SAFE),
    ("circular", "ada's circular", "login 404 404 200 404", _SAFE),
    ("decline_circulars", "cem's circulars", _ALL, "302 302 302 302 302"),
    ("decline_circulars", "forged", _NONE, _NONE),
    ("decline_circulars", "cem's letters about signals", _NONE, _NONE),  # a link is of one kind
    ("decline_signals", "cem's letters about signals", _ALL, "302 302 302 302 302"),
    ("decline_signals", "forged", _NONE, _NONE),
    ("my_circulars", "", "login 200 200 200 200", "login 302 302 302 302"),
    ("group_tasks", "the circle", _SEEN, _TYPED),
    ("group_task", "task of the circle", _SEEN, _TYPED),
    ("task_state", "task of the circle", _SAFE, _DONE),
    ("group_agenda", "the circle", _SAFE, _DONE),
    ("agenda_item_off", "item of the circle", _SAFE, _DONE),
    ("group_files", "the circle", _SEEN, _TYPED),
    ("shared_file", "file of the circle's", _SEEN, "405 405 405 405 405"),
    ("file_off", "file of the circle's", _SAFE, _DONE),
    ("group_dates", "the circle", _SEEN, _SAFE),
    ("new_group_date", "the circle", _SEEN, _TYPED),
    ("group_date", "date of the circle", _SEEN, _DONE),
    ("edit_date", "date of the circle", _SEEN, _TYPED),
    ("call_off_date", "date of the circle", _SEEN, _TYPED),
    ("reply_by_link", "ben's reply", _ALL, "302 302 302 302 302"),
    ("reply_by_link", "forged", _NONE, _NONE),
    ("new_poll", "the circle", _SEEN, _TYPED),
    ("date_poll", "poll of the circle", _SEEN, _DONE),
    ("settle_poll", "poll of the circle", _SAFE, _NOT_THERE),  # no date is named
    ("all_minutes", "the circle", _SEEN, _SAFE),
    ("new_minutes", "the circle", _SEEN, _TYPED),
    ("minutes", "minutes of the circle", _SEEN, _SAFE),
    ("edit_minutes", "minutes of the circle", _SEEN, _TYPED),
    ("discard_minutes", "minutes of the circle", _SAFE, _DONE),
    ("minutes_docx", "minutes of the circle", _SEEN, _SAFE),
]


def furnish(house) -> dict[str, dict]:
    ben, cem, ada = (house.people[who] for who in ("ben", "cem", "ada"))
    group = a_circle("Kreis der Türen", ben, joining=Group.ON_REQUEST, link="https://video.example/raum")
    hidden, other = a_circle("Unsichtbarer Kreis"), a_circle("Anderer Kreis")
    event, today = a_group_date(group, ben), timezone.localdate()
    paper = some_minutes(group, ben, left_open=["Budget"])
    sent = {"source": "x", "html": "x", "said": "x", "sent_at": timezone.now() - timedelta(days=30)}
    here = {"pk": group.pk}
    return {
        "the circle": here,
        "a circle that is invisible": {"pk": hidden.pk},
        "cem's wish": here | {"wish": circles.ask_in(group, cem).pk},
        "ben in the circle": here | {"membership": group.memberships.get().pk},
        "cem wanted by the circle": here | {"coming": Coming.objects.create(group=group, email=cem.email, on=today).pk},
        "cem asked in": {"pk": Coming.objects.create(group=other, email=cem.email, on=today, is_asked=True).pk},
        "ben's circular": {"pk": Circular.objects.create(subject="An uns", group=group, by=ben, **sent).pk},
        "ada's circular": {"pk": Circular.objects.create(subject="An alle", by=ada, **sent).pk},
        "cem's letters about signals": {"token": decline_path(cem, Declined.SIGNALS).split("/")[-2]},
        "cem's circulars": {"token": decline_path(cem, Declined.CIRCULARS).split("/")[-2]},
        "task of the circle": here | {"task": a_task(group, ben).pk},
        "item of the circle": here | {"item": AgendaItem.objects.get(group=group).pk},
        "file of the circle's": here | {"file": a_file(group, ben).pk},
        "date of the circle": here | {"event": event.pk},
        "ben's reply": {"token": reply_link(the_meeting(event), ben).split("/")[-2]},
        "poll of the circle": here | {"poll": a_poll(group, ben).pk},
        "minutes of the circle": here | {"minutes": paper.pk},
    }
