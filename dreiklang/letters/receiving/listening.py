"""A mail server of the house's own, for the one kind of mail that it takes: a neighbour, or the mail server in front,
brings answers by SMTP or LMTP. It never passes a mail on, and knows no users."""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP, syntax
from django.conf import settings
from django.db import close_old_connections, connections

from dreiklang.letters.actions.receiving import receive
from dreiklang.letters.receiving.reading import LARGEST

log = logging.getLogger(__name__)


@contextmanager
def listening():
    """Take mails at MAIL_LISTEN while this lasts. Gives the port, or None where nothing is set."""
    if not settings.MAIL_LISTEN:
        yield None
        return
    host, _, port = settings.MAIL_LISTEN.rpartition(":")
    loop, desk = asyncio.new_event_loop(), ThreadPoolExecutor(1, "mail")  # one after the other: SQLite has one writer
    thread = threading.Thread(target=loop.run_forever, name="mail in", daemon=True)
    thread.start()
    try:
        server = asyncio.run_coroutine_threadsafe(_serve(loop, desk, host.strip("[]"), int(port)), loop).result()
    except (OSError, ValueError) as problem:
        log.error("MAIL_LISTEN: auf „%s“ können keine E-Mails angenommen werden: %s", settings.MAIL_LISTEN, problem)
        server = None
    try:
        yield server and server.sockets[0].getsockname()[1]
    finally:
        if server:
            loop.call_soon_threadsafe(server.close)
        desk.submit(connections.close_all)
        desk.shutdown(wait=True)  # what was taken is finished; the sender hears of it or comes again
        asyncio.run_coroutine_threadsafe(_hang_up(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _serve(loop, desk, host: str, port: int):
    def connected():
        return _Server(
            _Desk(desk), hostname="localhost", loop=loop, ident="Dreiklang", data_size_limit=LARGEST,
            enable_SMTPUTF8=True, decode_data=False, timeout=120,
        )  # fmt: skip

    return await loop.create_server(connected, host or "127.0.0.1", port)


async def _hang_up() -> None:
    """Whoever is still connected comes again."""
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=5)


class _Server(SMTP):
    """SMTP that also understands the greeting of LMTP. With one recipient a mail the two are otherwise the same."""

    line_length_limit = 64 * 1024  # some programs write a page in one line, whatever the standard says

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname):
        await self.smtp_EHLO(hostname)


class _Desk:
    def __init__(self, desk: ThreadPoolExecutor):
        self.desk = desk

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not is_ours(address):
            return "550 5.1.1 Diese Adresse gibt es hier nicht"
        if envelope.rcpt_tos:
            return "452 4.5.3 Bitte eine Adresse nach der anderen"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self.desk, _take, envelope.content, envelope.mail_from, envelope.rcpt_tos)
        except Exception as problem:
            log.exception("Eine eingegangene E-Mail konnte nicht übernommen werden")
            return f"451 4.3.0 Bitte später noch einmal ({type(problem).__name__})"
        return "250 2.0.0 OK"  # also for what is ignored: a forged sender hears nothing, from nobody


def is_ours(address: str) -> bool:
    """A secret variant of MAIL_REPLY. Whether it opens anything is told to nobody who only asks."""
    name, _, domain = settings.MAIL_REPLY.partition("@")
    local, _, host = address.lower().rpartition("@")
    return bool(name) and host == domain and local.startswith(f"{name}+")


def _take(raw: bytes, mail_from: str | None, rcpt_to) -> None:
    close_old_connections()
    receive(raw, mail_from, rcpt_to)
