#!/usr/bin/env python3
"""Five hundred open sessions that each answer a statement every five seconds: bin/prove, or this file alone with
--rounds 30 (seconds). Fails where an answer was lost or doubled, or a goal is missed.

Times run from the moment at which an answer was due, not from when its turn came: whoever waits in line waits. The
sessions are played by the same machine; their processor time is not counted, but they take it from the server.
"""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

from proof import prove

SESSIONS, EVERY, STATEMENTS = 500, 5.0, 40
MOST_CPU, MOST_P95 = 5.0, 0.3  # milliseconds an answer, seconds
WORDS = {"ja": 1, "weiter": 0, "nein": -1}


def measure(seconds: int) -> dict:
    from weighing import ticks

    from dreiklang.debates.tests.makers import a_debate
    from dreiklang.tests.crowd import members
    from dreiklang.tests.real_server import RealServer

    debate = a_debate(texts=[f"Aussage {number} hilft." for number in range(STATEMENTS)])
    with RealServer(processes=4, with_worker=True) as server:
        people = members(SESSIONS)
        people[0].open(server, debate.path, f"{debate.path}antwort/")
        token, cookies = people[0].form["csrfmiddlewaretoken"], dict(people[0].cookies)
        for one in people:
            one.form = {"csrfmiddlewaretoken": token}
            one.cookies = cookies | one.cookies
        plan = planned(debate, people, seconds)
        before, strangers = ticks(server), load()
        answers = play(server, f"{debate.path}antwort/", plan)
        spent = (ticks(server) - before) / os.sysconf("SC_CLK_TCK")
        complaints = server.complaints()
    late = sorted(answer for _status, answer in answers)
    figures = {
        "answers": len(answers), "cpu": round(spent * 1000 / len(answers), 2),
        "p50": round(late[len(late) // 2], 3), "p95": round(late[int(len(late) * 0.95)], 3),
        "longest": round(late[-1], 2), "load": [strangers, load()],
    }  # fmt: skip
    faults = [*lost_or_doubled(debate, plan), *complaints]
    faults += [f"{number} Antworten mit {status}" for status, number in statuses(answers).items() if status != 200]
    if figures["cpu"] > MOST_CPU:
        faults.append(f"{figures['cpu']} ms Rechenzeit je Antwort")
    if figures["p95"] > MOST_P95:
        faults.append(f"95 von 100 Antworten nach {figures['p95']} s")
    return {"faults": faults, **figures}


def planned(debate, people, seconds: int) -> list[tuple]:
    """[(when, who, statement, answer)]: each statement once for each, then changed; spread over the interval."""
    lots, statements, plan = random.Random(1), list(debate.statements.values_list("pk", flat=True)), []
    for number, one in enumerate(people):
        order = lots.sample(statements, len(statements))
        for turn in range(int(seconds / EVERY)):
            when = turn * EVERY + number * EVERY / len(people)
            plan.append((when, one, order[turn % len(order)], lots.choice(list(WORDS))))
    return sorted(plan, key=lambda each: each[0])


def play(server, address: str, plan: list[tuple]) -> list[tuple[int, float]]:
    from urllib.parse import urlencode

    began = time.monotonic()

    def press(each) -> tuple[int, float]:
        when, one, statement, answer = each
        time.sleep(max(0.0, began + when - time.monotonic()))
        body = urlencode(one.form | {"aussage": statement, "antwort": answer})
        return asked(server, one, address, body), time.monotonic() - began - when

    with ThreadPoolExecutor(60) as pool:
        return list(pool.map(press, plan))


def asked(server, one, address: str, body: str) -> int:
    host, port = server.address
    connection = server.connect()
    try:
        connection.request("POST", address, body, {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{host}:{port}",
            "X-Forwarded-For": one.address, "HX-Request": "true",
            "Cookie": "; ".join(f"{name}={value}" for name, value in one.cookies.items()),
        })  # fmt: skip
        response = connection.getresponse()
        response.read()
        return response.status
    except OSError:
        return 0
    finally:
        connection.close()


def lost_or_doubled(debate, plan: list[tuple]) -> list[str]:
    from dreiklang.debates import secret
    from dreiklang.debates.models import Participation, Vote, Voter

    wanted = {}
    for _when, one, statement, answer in plan:
        wanted[secret.voter_id(debate, one.person.pk), statement] = WORDS[answer]
    rows = list(Vote.objects.filter(voter__debate=debate).values_list("voter", "statement", "value"))
    found = {(voter, statement): value for voter, statement, value in rows}
    counts = [model.objects.filter(debate=debate).count() for model in (Voter, Participation)]
    faults = [] if len(rows) == len(found) else [f"{len(rows) - len(found)} doppelt"]
    if found != wanted:
        faults.append(f"{len(wanted.items() - found.items())} Antworten fehlen oder sind andere")
    return faults + ([] if counts == [SESSIONS, SESSIONS] else [f"{counts} Teilnehmende"])


def statuses(answers) -> dict[int, int]:
    found: dict = {}
    for status, _late in answers:
        found[status] = found.get(status, 0) + 1
    return found


def load() -> float:
    return round(os.getloadavg()[0], 1)


def table(result: dict) -> dict:
    lost = [fault for fault in result["faults"] if "fehlen" in fault or "doppelt" in fault or "Teilnehmende" in fault]
    return {
        "Antworten": result["answers"], "verloren oder doppelt": "; ".join(lost) or "keine",
        "Millisekunden Rechenzeit je Antwort (höchstens 5)": result["cpu"],
        "Sekunden, bis die Antwort da ist: Mitte": result["p50"],
        "Sekunden, bis die Antwort da ist: 95 von 100 (höchstens 0,3)": result["p95"],
        "Sekunden, bis die Antwort da ist: längste": result["longest"],
        "Last der Maschine vorher und nachher (2 Kerne, die Sitzungen eingerechnet)":
            " · ".join(map(str, result["load"])),
    }  # fmt: skip


if __name__ == "__main__":
    prove("debates", "500 Sitzungen, die alle fünf Sekunden antworten", measure, table, rounds=180)
