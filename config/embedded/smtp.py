"""An SMTP server that keeps every mail as a file instead of sending it on."""

import asyncio
import logging
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from config.mailbox import keep

log = logging.getLogger("mailbox")
LARGEST_MAIL = 40 * 1024 * 1024


class Keeper:
    """Handler of aiosmtpd: whatever arrives becomes one .eml file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - their name
        """Keep the mail with the recipients of its envelope, then accept it."""
        content = envelope.original_content or b""
        recipients = [str(to) for to in envelope.rcpt_tos]
        await asyncio.to_thread(keep, self.folder, content, recipients=recipients)
        log.info("kept a mail for %s", ", ".join(recipients))
        return "250 Kept"


def serve(port: int, folder: Path) -> None:
    """Listen on the loopback interface until the process ends."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells every line of every conversation
    asyncio.run(_listen(port, folder))


async def _listen(port: int, folder: Path) -> None:
    make = partial(SMTP, Keeper(folder), data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, hostname="localhost")
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", port)
    await server.serve_forever()
