import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["", ".results", ".placing", ".sentences"])
def test_a_page_that_shows_a_result_loads_no_numpy(module):
    code = f"import sys, dreiklang.opinion{module}; sys.exit(any(m in sys.modules for m in ('numpy', 'scipy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_analysis_does():
    code = "import sys, dreiklang.opinion.analysing; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 1
