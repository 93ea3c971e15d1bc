"""A mail server of this machine that takes every letter and remembers it."""

import asyncio
import email
import threading
from collections import Counter

from aiosmtpd.smtp import SMTP

from dreiklang.letters.models import Letter


class PostBox:
    def __init__(self):
        self.arrived = []  # (Message-ID, recipient)
        self.seconds_a_letter = 0.0

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *problem):
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _listen(self):
        return await self._loop.create_server(lambda: SMTP(self, hostname="localhost", loop=self._loop), "127.0.0.1", 0)

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content)
        self.arrived += [(message["Message-ID"], recipient) for recipient in envelope.rcpt_tos]
        await asyncio.sleep(self.seconds_a_letter)
        return "250 OK"

    def faults(self) -> list[str]:
        """Letters of the outbox that never arrived, and what arrived without being one, a sentence each."""
        written = {(letter.message_id, letter.to) for letter in Letter.objects.all()}
        lost, strange = written - set(self.arrived), set(self.arrived) - written
        found = {f"{len(lost)} Briefe kamen nie an": lost, f"{len(strange)} Briefe hat niemand geschrieben": strange}
        return [sentence for sentence, is_so in found.items() if is_so]

    @property
    def twice(self) -> int:
        """Letters that came again under the same Message-ID, which mail programs drop."""
        return sum(times - 1 for times in Counter(self.arrived).values())
