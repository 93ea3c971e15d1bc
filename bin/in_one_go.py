"""Several management commands in one process, each given as one argument: starting Django takes longest."""

import os
import shlex
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreiklang.settings")

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.base import CommandError  # noqa: E402

django.setup()
for line in sys.argv[1:]:
    try:
        call_command(*shlex.split(line))
    except CommandError as problem:
        sys.exit(f"{line.split()[0]}: {problem}")
