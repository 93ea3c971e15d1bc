"""What the web process does not carry: numpy and scipy belong to whoever computes opinion maps."""

import subprocess
import sys

import pytest

START = "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'dreiklang.settings'; django.setup()"


@pytest.mark.long
def test_the_web_process_starts_without_numpy():
    code = f"{START}; import dreiklang.urls, dreiklang.wsgi; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
