"""Asks a portal through nginx every 0.2 s whether it is ready, until SIGTERM; then prints how often, and the
longest time from one good answer to the next. Run inside the machine's network alone: python asking.py NAME CERTIFICATE
"""

import http.client
import json
import signal
import socket
import ssl
import sys
import time

PAUSE = 0.2


def is_ready(name: str, trusted: ssl.SSLContext) -> bool:
    connection = http.client.HTTPSConnection("127.0.0.1", timeout=3, context=trusted)
    try:
        plain = socket.create_connection(("127.0.0.1", 443), timeout=3)
        connection.sock = trusted.wrap_socket(plain, server_hostname=name)
        connection.request("GET", "/healthz/ready", headers={"Host": name})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def ask_until_ended(name: str, certificate: str) -> dict[str, float]:
    """`away`: seconds; what was away at the end was so until then."""
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusted.load_verify_locations(certificate)
    ended = []
    signal.signal(signal.SIGTERM, lambda *_signal: ended.append(True))
    n, away, last_good = 0, 0.0, time.monotonic()
    while not ended:
        began = time.monotonic()
        n += 1
        if is_ready(name, trusted):
            away, last_good = max(away, time.monotonic() - last_good), time.monotonic()
        time.sleep(max(0, PAUSE - (time.monotonic() - began)))
    return {"n": n, "away": round(max(away, time.monotonic() - last_good), 1)}


if __name__ == "__main__":
    print(json.dumps(ask_until_ended(sys.argv[1], sys.argv[2])))
