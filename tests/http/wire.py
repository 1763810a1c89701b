"""Bytes on a connection, as no decent client sends them, and what comes back."""
import re
import socket
import time

HOST = b"Host: 127.0.0.1\r\n"


class Wire:
    """One connection."""

    def __init__(self, port, patience=10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=patience)
        self.came = b""
        self.end = "open"

    def send(self, data):
        """False: the other side does not take it any more."""
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            return False

    def read(self, quiet=0.3, longest=10):
        """Until the other side closes, or is quiet so long after something came."""
        until = time.monotonic() + longest
        while self.end == "open" and time.monotonic() < until:
            self.socket.settimeout(quiet if self.came else min(1, longest))
            try:
                piece = self.socket.recv(1 << 16)
            except TimeoutError:
                if self.came:
                    break
                continue
            except OSError:
                self.end = "reset"
                break
            if not piece:
                self.end = "closed"
            self.came += piece
        return self.came

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def answers(came, head_only=False):
    """(status, headers, body) of each answer in these bytes; what is no answer, or not whole, has the status 0."""
    found = []
    while came:
        head, _, came = came.partition(b"\r\n\r\n")
        line = re.match(rb"HTTP/1\.1 (\d{3}) ", head)
        if not line:
            found.append((0, {}, head[:200]))
            break
        fields = [one.partition(b": ") for one in head.split(b"\r\n")[1:]]
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, _, value in fields}
        status = int(line[1])
        body = b""
        if status >= 200 and status != 204 and not head_only:
            if "content-length" in headers:
                length = int(headers["content-length"])
                body, came = came[:length], came[length:]
                if len(body) < length:
                    status = 0
            elif headers.get("transfer-encoding") == "chunked":
                while True:
                    size, _, came = came.partition(b"\r\n")
                    count = int(size or b"0", 16)
                    body, came = body + came[:count], came[count + 2 :]
                    if count == 0:
                        break
        found.append((status, headers, body))
    return found


def exchange(port, data, quiet=0.3, longest=10):
    """(the statuses and how it ended, as "200 400 closed"; the bytes; the seconds until the end)"""
    begun = time.monotonic()
    with Wire(port) as wire:
        wire.send(data)
        came = wire.read(quiet, longest)
        head_only = data.startswith(b"HEAD ")
        statuses = [str(status) for status, _, _ in answers(came, head_only)]
        return " ".join([*statuses, wire.end]), came, time.monotonic() - begun
