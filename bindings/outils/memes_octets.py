"""La même demande par chaque chemin : les mêmes octets.

    memes_octets.py CDDU [--rust PROGRAMME] [--c LIBCDDU] [--js NODE] [--java JAVA] [--php PHP] [--csharp PROGRAMME] [--spark]

Les demandes sont celles des cas publiés de `bulletin`, `note` et `brut`, et les bulletins de formation. Chaque réponse est comparée, à
l'octet, à la réponse publiée ; la ligne de commande et HTTP sont toujours essayés, Python quand le paquet est installé dans
l'environnement, les autres quand on les nomme. Rend 0 quand tout est égal ; dit combien de chemins ont été essayés.
"""

import argparse
import ctypes
import hashlib
import json
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "schemas/v1/cases"
CALLS = ("bulletin", "note", "brut")

NODE = """
import { readFileSync } from "node:fs";
import { load } from "./bindings/js/index.js";
const cddu = await load();
for (const line of readFileSync(0, "utf-8").split("\\n").filter(Boolean)) {
  const [call, request] = JSON.parse(line);
  process.stdout.write(cddu.call(call, request) + "\\n");
}
"""


def cases():
    """Appel, demande, réponse attendue ; les refus n'ont pas de ligne de lot ici, leur place les distinguerait."""
    for case in json.loads((CASES / "index.json").read_text("utf-8")):
        if case["appel"] in CALLS and case["statut"] != 2:
            stem = CASES / case["appel"] / case["cas"]
            request = pathlib.Path(f"{stem}.demande.json").read_text("utf-8").replace("\n", " ")
            yield case["appel"], request, pathlib.Path(f"{stem}.reponse.json").read_text("utf-8").rstrip("\n")


def run(command, text):
    done = subprocess.run(command, input=text.encode(), capture_output=True, cwd=ROOT)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} : {done.stderr.decode()}")
    return done.stdout.decode().splitlines()


def by_call(asked, answer):
    """Un processus par appel, qui lit une demande par ligne ; les réponses reprennent l'ordre des demandes."""
    replies = {}
    for call in CALLS:
        lines = [(rank, request) for rank, (name, request, _) in enumerate(asked) if name == call]
        got = answer(call, "".join(request + "\n" for _, request in lines))
        if len(got) != len(lines):
            sys.exit(f"{call} : {len(got)} réponses pour {len(lines)} demandes")
        replies.update({rank: reply for (rank, _), reply in zip(lines, got)})
    return [replies[rank] for rank in range(len(asked))]


def command_line(program):
    return lambda asked: by_call(asked, lambda call, text: run([program, call, "-", "--jsonl"], text))


def rust(program):
    return lambda asked: by_call(asked, lambda call, text: run([program, call], text))


def other(command):
    """Un programme qui prend le nom de la commande cddu, l'appel, et les demandes à l'entrée."""
    return lambda asked: by_call(asked, lambda call, text: run([*command, call], text))


def javascript(node):
    def answer(asked):
        lines = "".join(json.dumps([call, request]) + "\n" for call, request, _ in asked)
        return run([node, "--input-type=module", "-e", NODE], lines)

    return answer


def python(asked):
    import cddu

    engine = cddu.Engine()
    return [engine.call(call, request) for call, request, _ in asked]


def c(library):
    lib = ctypes.CDLL(library)
    lib.cddu_open.restype = ctypes.c_void_p
    lib.cddu_open.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    lib.cddu_call.restype = ctypes.c_int32
    lib.cddu_call.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p]
    lib.cddu_free.argtypes = [ctypes.c_void_p]

    def answer(asked):
        engine, out = lib.cddu_open(None, None), []
        for call, request, _ in asked:
            reply, data = ctypes.c_void_p(), request.encode()
            lib.cddu_call(engine, call.encode(), data, len(data), ctypes.byref(reply), None)
            out.append(ctypes.string_at(reply.value).decode())
            lib.cddu_free(reply)
        return out

    return answer


def http(program):
    """Chaque demande seule, puis les mêmes en un lot : les deux doivent répondre la même chose."""

    def answer(asked):
        service = subprocess.Popen([program, "servir", "--adresse", "127.0.0.1:0", "--json"], stdout=subprocess.PIPE, text=True)
        try:
            ready = ""
            while not ready.endswith("}\n"):
                line = service.stdout.readline()
                if not line:
                    sys.exit("cddu servir ne répond pas")
                ready += line
            address = json.loads(ready)["adresse"]

            def post(path, body, kind):
                request = urllib.request.Request(address + path, body.encode(), {"Content-Type": kind})
                with urllib.request.urlopen(request) as reply:
                    return reply.read().decode()

            alone = [post(f"/v1/{call}", request, "application/json") for call, request, _ in asked]
            batch = by_call(
                asked, lambda call, text: post(f"/v1/lots?appel={call}", text, "application/x-ndjson").splitlines()
            )
            if alone != batch:
                sys.exit("HTTP : une demande seule et la même dans un lot n'ont pas la même réponse")
            return alone
        finally:
            service.terminate()
            service.wait()

    return answer


def spark(asked):
    import os

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    def answers(batches):
        import cddu
        import pyarrow

        engine = cddu.Engine()
        for batch in batches:
            rows = zip(batch.column("appel").to_pylist(), batch.column("demande").to_pylist())
            replies = [engine.call(call, request) for call, request in rows]
            yield pyarrow.RecordBatch.from_pydict({"rang": batch.column("rang"), "reponse": pyarrow.array(replies, pyarrow.string())})

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    rows = [(rank, call, request) for rank, (call, request, _) in enumerate(asked)]
    table = session.createDataFrame(rows, "rang int, appel string, demande string").repartition(4)
    found = {row.rang: row.reponse for row in table.mapInArrow(answers, "rang int, reponse string").collect()}
    session.stop()
    return [found[rank] for rank in range(len(asked))]


def main():
    words = argparse.ArgumentParser()
    words.add_argument("cddu")
    for name in ("rust", "c", "js", "java", "php", "csharp"):
        words.add_argument(f"--{name}")
    words.add_argument("--spark", action="store_true")
    given = words.parse_args()
    asked = list(cases())
    assert len(asked) >= 20, len(asked)
    roads = [("ligne de commande", command_line(given.cddu)), ("HTTP", http(given.cddu))]
    if given.rust:
        roads.append(("Rust", rust(given.rust)))
    try:
        import cddu  # noqa: F401

        roads.append(("Python", python))
    except ImportError:
        print("sauté : Python, que cet environnement n'a pas")
    if given.c:
        roads.append(("C", c(given.c)))
    if given.js:
        roads.append(("JavaScript", javascript(given.js)))
    if given.java:
        roads.append(("Java", other(given.java.split(" "))))
    if given.php:
        roads.append(("PHP", other(given.php.split(" "))))
    if given.csharp:
        roads.append(("C#", other(given.csharp.split(" "))))
    if given.spark:
        roads.append(("Spark", spark))
    expected, wrong = [reply for _, _, reply in asked], 0
    for name, answer in roads:
        got = answer(asked)
        same = [g == e for g, e in zip(got, expected)]
        mark = hashlib.sha256("\n".join(got).encode()).hexdigest()[:16]
        print(f"{name:18} {len(got)} réponses, {sum(same)} égales, sha256 {mark}")
        if got != expected:
            wrong += 1
            rank = same.index(False) if False in same else len(same)
            print(f"  première différence : {asked[rank][0]} {asked[rank][1][:120]}" if rank < len(asked) else "  il en manque")
    print(f"{len(roads)} chemins, {wrong} différents")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
