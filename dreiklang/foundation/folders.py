"""A folder that appears whole or not at all."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from dreiklang.foundation.refusal import Refusal


@contextmanager
def folder_appearing_whole(path: Path):
    """A folder to fill beside `path` that gets this name once it is complete; after an error nothing is left behind.

    Refusal where something is in the way: nothing that is there is written over.
    """
    path = path.absolute()
    if path.exists() and not path.is_dir():
        raise Refusal(f"„{path}“ ist kein Ordner.")
    if path.is_dir() and any(path.iterdir()):
        raise Refusal(f"Der Ordner „{path}“ ist nicht leer. Bitte nennen Sie einen leeren oder einen neuen.")
    if not path.parent.is_dir():
        raise Refusal(f"Den Ordner „{path.parent}“ gibt es nicht.")
    made = Path(tempfile.mkdtemp(prefix=f".{path.name}-", suffix=".part", dir=path.parent))
    try:
        yield made
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o777 & ~mask)  # mkdtemp lets nobody else in
        made.rename(path)  # also in the place of an empty folder
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
