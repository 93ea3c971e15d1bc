#!/usr/bin/env python3
"""Opinion maps on one core, without resamples, beside red-dwarf 0.4.0 in the same run: bin/prove, or this file alone.

red-dwarf is used here only and stands in no lock file: it is installed into a folder that is thrown away, or taken from
the interpreter that RED_DWARF names. Where it cannot be installed, the page says so and only our own goals are judged.
Counted is processor time of this process, since the machine may be shared; loading numpy and making the input is not.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from proof import ROOT, prove_without_database, spread

ONE_CORE = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "NUMBA")}
# people, statements, votes each; seconds, megabytes, times as quick as red-dwarf (None: not a goal, or not asked)
CASES = [
    (1_000, 200, 50, None, None, 10),
    (2_000, 300, 60, None, None, 10),
    (30_000, 800, 50, 2.0, 400, 40),
    (100_000, 1_000, 60, 20.0, 2_000, None),
]
REAL = ROOT.parent / "shared" / "data" / "polis" / "klimarat-konsum"

# Not ru_maxrss: that begins with what the process had that started this one.
PEAK = """
def _peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
"""
OURS = """
import json, sys, time
import numpy as np
from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.matrix import Statement, Votes

given = np.load(sys.argv[1])
votes = Votes(given["people"], given["statements"], given["values"])
statements = [Statement(each) for each in np.unique(given["statements"]).tolist()]
spent = []
for _ in range(int(sys.argv[2])):
    wall, own = time.perf_counter(), time.process_time()
    found = analyse(votes, statements, minimum_group=1, resamples=int(sys.argv[3]))
    spent.append((time.perf_counter() - wall, time.process_time() - own))
print(json.dumps({"spent": spent, "groups": len(found.groups),
                  "megabytes": _peak()}))
"""
THEIRS = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
from reddwarf.implementations.polis import run_pipeline

given = np.load(sys.argv[1])
votes = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in
         zip(*(given[name].tolist() for name in ("people", "statements", "values")))]
spent = []
for _ in range(int(sys.argv[2])):
    wall, own = time.perf_counter(), time.process_time()
    found = run_pipeline(votes=votes)
    spent.append((time.perf_counter() - wall, time.process_time() - own))
print(json.dumps({"spent": spent, "groups": int(found.participants_df["cluster_id"].nunique()),
                  "megabytes": _peak()}))
"""


def measure(rounds: int) -> dict:
    rows, faults = [], []
    with tempfile.TemporaryDirectory(prefix="dreiklang-opinion-") as folder:
        dwarf = _red_dwarf(Path(folder))
        for people, statements, each, seconds, megabytes, times in CASES:
            file = Path(folder, "votes.npz")
            _make(file, people, statements, each)
            name = f"{people} × {statements}, {people * each} Stimmen"
            few = rounds if people < 10_000 else 1
            rows.append(row := {"name": name, **_run(sys.executable, OURS, file, max(few, 3))})
            if times and dwarf:
                row["theirs"] = _run(dwarf, THEIRS, file, few)
            faults += _faults(row, seconds, megabytes, times)
            print(name, row, flush=True)
        if REAL.is_dir():
            file = Path(folder, "real.npz")
            _real(file)
            rows.append(row := {"name": "Klimarat, 1116 × 522, 61384 Stimmen", **_run(sys.executable, OURS, file, 5)})
            row["theirs"] = dwarf and _run(dwarf, THEIRS, file, rounds)
            row["tested"] = _run(sys.executable, OURS, file, 1, resamples=50)
            faults += _faults(row, None, None, 10)
    import numpy

    head = f"numpy {numpy.__version__}, ein Kern"
    return {"database": head, "faults": faults, "has_red_dwarf": bool(dwarf), "rows": rows}


def _red_dwarf(folder: Path) -> str | None:
    if given := os.environ.get("RED_DWARF"):
        return given
    python = folder / "dwarf" / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", folder / "dwarf"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "red-dwarf==0.4.0"], check=True)
    except subprocess.CalledProcessError:
        return None
    return str(python)


def _make(file: Path, people: int, statements: int, each: int) -> None:
    """Three camps of unlike size with an opinion on most statements; everybody answers `each` different ones."""
    import numpy as np

    lots = np.random.default_rng(people)
    first, step = lots.integers(statements, size=people), lots.choice([1, 7, 11, 13, 17], size=people)
    asked = (first[:, None] + step[:, None] * np.arange(each)) % statements
    camp = lots.choice(3, size=people, p=[0.5, 0.3, 0.2])
    leaning = lots.normal(0, 0.5, (3, statements)) + lots.normal(0.2, 0.4, statements)
    felt = leaning[camp[:, None], asked] + lots.normal(0, 0.6, asked.shape)
    values = np.where(np.abs(felt) < 0.15, 0, np.sign(felt)).astype(np.int64)
    order = lots.permutation(people * each)
    rows = np.repeat(np.arange(people), each)
    np.savez(file, people=rows[order], statements=asked.reshape(-1)[order], values=values.reshape(-1)[order])


def _real(file: Path) -> None:
    import numpy as np

    from dreiklang.opinion.polis_files import read

    votes = read(REAL).votes
    np.savez(file, people=votes.participants, statements=votes.statements, values=votes.values)


def _run(python: str, code: str, file: Path, rounds: int, resamples: int = 0) -> dict:
    environment = {**os.environ, **ONE_CORE, "PYTHONPATH": str(ROOT) if code is OURS else ""}
    command = [python, "-c", PEAK + code, file, str(rounds), str(resamples)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{python}: {done.stderr[-2000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        "groups": found["groups"], "megabytes": round(found["megabytes"]),
        "seconds": [round(wall, 4) for wall, _own in found["spent"]],
        "own_seconds": [round(own, 4) for _wall, own in found["spent"]],
    }  # fmt: skip


def _faults(row: dict, seconds: float | None, megabytes: int | None, times: int | None) -> list[str]:
    found = []
    if seconds and _middle(row) > seconds:
        found.append(f"{row['name']}: {_middle(row):.1f} s statt höchstens {seconds:.0f} s")
    if megabytes and row["megabytes"] > megabytes:
        found.append(f"{row['name']}: {row['megabytes']} MB statt höchstens {megabytes} MB")
    if times and row.get("theirs") and _times(row) < times:
        found.append(f"{row['name']}: {_times(row):.1f}-mal so schnell wie red-dwarf statt {times}-mal")
    return found


def _middle(row: dict) -> float:
    return sorted(row["own_seconds"])[len(row["own_seconds"]) // 2]


def _times(row: dict) -> float:
    return _middle(row["theirs"]) / _middle(row)


def table(result: dict) -> dict:
    found = {}
    for row in result["rows"]:
        name, theirs = row["name"], row.get("theirs")
        found[f"{name}: ms eigener Rechenzeit"] = spread([1000 * each for each in row["own_seconds"]])
        found[f"{name}: ms nach der Uhr"] = spread([1000 * each for each in row["seconds"]])
        found[f"{name}: MB im Höchstfall"] = row["megabytes"]
        if theirs:
            found[f"{name}: red-dwarf, ms eigener Rechenzeit"] = spread([1000 * each for each in theirs["own_seconds"]])
            found[f"{name}: red-dwarf, MB im Höchstfall"] = theirs["megabytes"]
            found[f"{name}: so viel Mal so schnell"] = f"{_times(row):.0f}"
        if tested := row.get("tested"):
            found[f"{name}: mit 50 Stichproben, ms eigener Rechenzeit"] = spread(
                [1000 * each for each in tested["own_seconds"]]
            )
    if not result["has_red_dwarf"]:
        found["red-dwarf 0.4.0"] = "ließ sich nicht einrichten; nicht verglichen"
    return found


if __name__ == "__main__":
    os.environ.update(ONE_CORE)
    prove_without_database("opinion", "Meinungskarten: Rechenzeit und Speicher", measure, table, rounds=3)
