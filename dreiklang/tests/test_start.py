"""What is loaded before the web server's processes part."""

import os
import subprocess
import sys

from django.conf import settings

LOADED = """
import dreiklang.wsgi, sys
from django.db import connections
from dreiklang.letters.quiet_hours import _holidays
print("dreiklang.events.urls" in sys.modules, _holidays.cache_info().currsize, connections["default"].connection)
"""


def test_the_heavy_things_are_loaded_before_the_processes_part_and_no_connection_is_open_then():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=settings.ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "1", "None"]
