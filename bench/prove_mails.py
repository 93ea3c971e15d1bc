#!/usr/bin/env python3
"""Ten thousand fuzzed mails against a model of what may be posted: bin/prove, or alone. Takes minutes."""

import subprocess
import sys
from pathlib import Path

TESTS = "dreiklang/dialogue/tests/test_mail_fuzz.py"
command = [sys.executable, "-m", "pytest", "-o", "DJANGO_SETTINGS_MODULE=", "-m", "prove", TESTS]
sys.exit(subprocess.run(command, cwd=Path(__file__).resolve().parent.parent, check=False).returncode)
