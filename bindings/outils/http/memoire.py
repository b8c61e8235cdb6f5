"""Cent mille demandes à un service, sa mémoire suivie : memoire.py ADRESSE PROCESSUS.

Un lot de 90 000 lignes, dont une sur neuf est refusée, puis 10 000 appels un par un. Le service ne grandit pas : ce que tient le
processus à la fin est comparé à ce qu'il tenait après le dixième du travail.
"""

import http.client
import pathlib
import socket
import sys
import threading
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
LINE = (ROOT / "examples/formation/technicien-2026.json").read_text("utf-8").replace("\n", " ").encode() + b"\n"
BLOCK = LINE * 8 + b'{"numero":12}\n'
CALLS = 10_000


def held(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def batch(host, port, blocks):
    """Un lot lu pendant qu'il s'écrit ; rend le nombre de réponses et de refus."""
    with socket.create_connection((host, port)) as link:
        head = f"POST /v1/lots?appel=bulletin HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/x-ndjson\r\n"
        link.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")

        def write():
            for _ in range(blocks):
                link.sendall(b"%x\r\n%s\r\n" % (len(BLOCK), BLOCK))
            link.sendall(b"0\r\n\r\n")

        writer = threading.Thread(target=write)
        writer.start()
        answer = http.client.HTTPResponse(link)
        answer.begin()
        lines = refused = 0
        for line in answer:
            lines += 1
            refused += b'"erreurs":[' in line[:200]
        writer.join()
    return lines, refused


def main(address, process):
    place = urllib.parse.urlsplit(address)
    assert batch(place.hostname, place.port, 1_000) == (9_000, 1_000)
    before = held(process)
    assert batch(place.hostname, place.port, 10_000) == (90_000, 10_000)
    client = http.client.HTTPConnection(place.hostname, place.port)
    for _ in range(CALLS):
        client.request("POST", "/v1/bulletin", LINE, {"Content-Type": "application/json"})
        assert client.getresponse().read().startswith(b'{"version_interface":1,')
    grown = held(process) - before
    print(f"100 000 demandes par HTTP, {before} Ko tenus, {grown} Ko de plus")
    return 0 if grown < 10_000 else 1


sys.exit(main(*sys.argv[1:]))
