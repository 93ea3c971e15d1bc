#!/usr/bin/env python3
"""Two hundred registrations for thirty seats, again and again: bin/prove, or this file alone with --rounds 3."""

from proof import prove, spread


def measure(rounds: int) -> dict:
    from dreiklang.tests import storms
    from dreiklang.tests.real_server import RealServer

    rows, found = [], []
    with RealServer(with_worker=True) as server:
        for number in range(rounds):
            for cancelling in (0, storms.CANCELLING):
                what = storms.storm(server, member_count=100, guest_count=100, cancelling=cancelling, seed=number)
                faults = storms.faults(what) + server.complaints()
                if what.seconds - what.stolen >= storms.SECONDS:
                    faults.append(f"{what.seconds:.1f} Sekunden")
                found += [f"Andrang {number + 1}, {cancelling} Abmeldungen: {fault}" for fault in faults]
                rows.append({
                    "cancelling": cancelling, "seconds": round(what.seconds, 2), "stolen": round(what.stolen, 2),
                    "longest_answer": round(max(answer.seconds for answer in what.answers), 2), "faults": faults,
                })  # fmt: skip
                print(f"{number + 1} von {rounds}, {cancelling} Abmeldungen: {what.seconds:.1f} s", flush=True)
    with RealServer("dreiklang.tests.twins.without_lock") as twin:
        taken = [storms.storm(twin, seed=number).event.seats.taken() for number in range(5)]
    if max(taken) <= storms.SEATS:
        found.append("der Zwilling ohne Sperre hat nicht überbucht: Die Gegenprobe sagt nichts")
    return {"faults": found, "storms": rows, "taken_without_lock": taken}


def table(result: dict) -> dict:
    rows = result["storms"]
    return {
        **_columns("200 kommen zugleich", [row for row in rows if not row["cancelling"]]),
        **_columns("200 kommen, 10 sagen ab", [row for row in rows if row["cancelling"]]),
        "Gegenprobe ohne Sperre: vergebene Plätze": ", ".join(map(str, result["taken_without_lock"])),
    }


def _columns(kind: str, storms: list) -> dict:
    good = sum(not row["faults"] for row in storms)
    own = spread([row["seconds"] - row["stolen"] for row in storms])
    return {
        f"{kind}: genau 30 Plätze, der Rest der Reihe nach, keine Fehlermeldung": f"{good} von {len(storms)}",
        f"{kind}: Sekunden": spread([row["seconds"] for row in storms]),
        f"{kind}: Sekunden ohne die Rechenzeit anderer Programme": own,
        f"{kind}: Sekunden bis zur spätesten Antwort": spread([row["longest_answer"] for row in storms]),
    }


if __name__ == "__main__":
    prove("storms", "200 Anmeldungen zugleich auf 30 Plätze", measure, table, rounds=20)
