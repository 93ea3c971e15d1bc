#!/usr/bin/env python3
"""kill -9 of web server and worker while people register, again and again: bin/prove, or alone with --rounds 3."""

from proof import prove, spread


def measure(rounds: int) -> dict:
    from dreiklang.events.tests.makers import an_event
    from dreiklang.letters.models import Letter
    from dreiklang.tests import kills
    from dreiklang.tests.post_box import PostBox
    from dreiklang.tests.real_server import RealServer

    blows, found = [], []
    with PostBox() as post_box, RealServer(with_worker=True, SMTP_URL=post_box.url) as server:
        post_box.seconds_a_letter = kills.SECONDS_A_LETTER
        for number in range(rounds):
            blow = kills.strike(server, an_event(title=f"Schlag {number}", capacity=30), seed=number)
            found += [f"Schlag {number + 1}: {fault}" for fault in blow.faults + server.complaints()]
            blows.append(blow._asdict() | {"seconds_down": round(blow.seconds_down, 2)})
            print(f"{number + 1} von {rounds}: nach {blow.acknowledged} Zusagen", flush=True)
        kills.wait_until_everything_is_posted(post_box)
        found += post_box.faults()
        letters, twice = Letter.objects.count(), post_box.twice
    with RealServer("dreiklang.tests.twins.acknowledging_too_early") as twin:
        lost = [
            kills.strike(twin, an_event(title=f"Gegenprobe {number}", capacity=30), number, guests_too=False).lost
            for number in range(5)
        ]
    if not any(lost):
        found.append("der Zwilling, der zu früh zusagt, hat nichts verloren: Die Gegenprobe sagt nichts")
    return {
        "faults": found, "blows": blows, "letters": letters, "letters_twice": twice, "lost_by_twin": lost,
    }  # fmt: skip


def table(result: dict) -> dict:
    blows = result["blows"]
    return {
        "kill -9 von Webserver und Hintergrunddienst": len(blows),
        "zugesagte Anmeldungen": sum(blow["acknowledged"] for blow in blows),
        "davon verloren": sum(blow["lost"] for blow in blows),
        "Anfragen, deren Antwort ausblieb": sum(blow["unanswered"] for blow in blows),
        "davon trotzdem gespeichert; die Wiederholung fand sie": sum(blow["kept_unanswered"] for blow in blows),
        "Briefe, alle angekommen": result["letters"] if not result["faults"] else "siehe unten",
        "davon ein zweites Mal, mit derselben Message-ID": result["letters_twice"],
        "Sekunden bis zur nächsten Antwort": spread([blow["seconds_down"] for blow in blows]),
        "Gegenprobe mit zu früher Zusage: verlorene Anmeldungen": ", ".join(map(str, result["lost_by_twin"])),
    }  # fmt: skip


if __name__ == "__main__":
    prove("kills", "kill -9 während der Anmeldung", measure, table, rounds=50)
