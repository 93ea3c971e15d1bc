"""Real server processes, started as bin/run starts them, against the database that the environment names."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PATIENCE = 60.0


class RealServer:
    """gunicorn on a free port of this machine and, if wished, the worker: one process group, which dies in one blow.

    `application` is what gunicorn serves; tests name a twin here that lacks what they prove.
    """

    def __init__(self, application="dreiklang.wsgi", processes=8, with_worker=False, **environment):
        self.application, self.processes, self.with_worker = application, processes, with_worker
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1", "TRUSTED_PROXIES": "1", **environment}
        self.web = self.worker = None
        self._folder = tempfile.TemporaryDirectory(prefix="dreiklang-server-")
        self._log = Path(self._folder.name, "log")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *problem):
        self.kill()  # without asking: a test has nothing to finish
        self._folder.cleanup()

    def start(self) -> float:
        """Returns the seconds until it answered."""
        started = time.monotonic()
        self._log.write_text("")
        self.web = self._run(
            "-m", "gunicorn", self.application, "--bind", "127.0.0.1:0", "--workers", str(self.processes), "--preload",
            "--no-control-socket", "--log-level", "info",
        )  # fmt: skip
        if self.with_worker:
            self.worker = self._run("manage.py", "work", process_group=self.web.pid)
        try:
            self._wait_until_it_answers(started + PATIENCE)
        except BaseException:
            self.kill()
            raise
        return time.monotonic() - started

    def kill(self) -> None:
        """kill -9 of the web server, each of its processes and the worker, at the same moment."""
        if self.web is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.web.pid, signal.SIGKILL)
        for process in self._both():
            process.wait()
        self.web = self.worker = None

    def complaints(self) -> list[str]:
        """What it wrote down since its start that nobody should have to read."""
        return [line for line in self._log.read_text().splitlines() if re.search(r"ERROR|CRITICAL|Traceback", line)]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(*self.address, timeout=PATIENCE)

    def _run(self, *command, process_group=0) -> subprocess.Popen:
        with self._log.open("a") as log:
            return subprocess.Popen(
                [*_dying_with_us(), sys.executable, *command], cwd=settings.ROOT, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=process_group,
            )  # fmt: skip

    def _wait_until_it_answers(self, deadline: float) -> None:
        while time.monotonic() < deadline and all(process.poll() is None for process in self._both()):
            said = self._log.read_text()
            port = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", said)
            if port and said.count("Booting worker") >= self.processes and self._answers(int(port[1])):
                return
            time.sleep(0.05)
        raise RuntimeError(f"Der Server antwortet nicht:\n{self._log.read_text()}")

    def _answers(self, port: int) -> bool:
        self.address = ("127.0.0.1", port)
        connection = self.connect()
        try:
            connection.request("GET", "/veranstaltungen/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _both(self):
        return [process for process in (self.web, self.worker) if process]


def _dying_with_us() -> list[str]:
    """Should the tests be killed outright, the kernel asks the servers to stop."""
    return ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
