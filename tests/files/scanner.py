"""A virus scanner for tests: clamd itself where Debian's package is there, else a server that speaks its protocol."""

import shutil
import socket
import socketserver
import struct
import subprocess
import threading
import time
from contextlib import contextmanager

HARMFUL = b"NOI-DUNG-DOC-HAI-DE-THU-NGHIEM"
SIGNATURE = "Thu.Nghiem"


def clamd_is_there():
    return shutil.which("clamd") is not None


@contextmanager
def clamd(folder):
    """The real daemon with one signature of our own, on a Unix socket in `folder`."""
    (folder / "base").mkdir()
    (folder / "base" / "own.ndb").write_text(f"{SIGNATURE}:0:*:{HARMFUL.hex()}\n")
    address = folder / "clamd.ctl"
    config = folder / "clamd.conf"
    config.write_text(f"DatabaseDirectory {folder}/base\nLocalSocket {address}\nForeground yes\nLogFile {folder}/log\n")
    daemon = subprocess.Popen(["clamd", f"--config-file={config}"], stdout=subprocess.DEVNULL)
    try:
        _wait(address)
        yield f"unix://{address}"
    finally:
        daemon.terminate()
        daemon.wait(timeout=120)


def _wait(address):
    for _try in range(1_200):
        with socket.socket(socket.AF_UNIX) as line:
            if line.connect_ex(str(address)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("clamd did not start")


class _Session(socketserver.StreamRequestHandler):
    """INSTREAM only: chunks behind their lengths, an empty one at the end."""

    def handle(self):
        command = self.rfile.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        answer = f"stream: {SIGNATURE}.UNOFFICIAL FOUND" if HARMFUL in content else "stream: OK"
        self.wfile.write(answer.encode() + b"\0")


@contextmanager
def speaking_its_protocol():
    """A TCP server on a free port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
