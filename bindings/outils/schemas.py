"""Les schémas publiés, vus par un autre validateur : schemas.py CDDU.

Les cas publiés leur obéissent ; des demandes changées au hasard (toujours le même) sont acceptées ou refusées par le schéma comme
par le programme. Ce que le schéma accepte et que le programme refuse relève de la paie, jamais de la forme (JSON-001, JSON-002) ;
ce que le schéma refuse, le programme le refuse.
"""

import copy
import json
import pathlib
import random
import subprocess
import sys
import urllib.error
import urllib.request

from jsonschema import Draft202012Validator, FormatChecker

ROOT = pathlib.Path(__file__).resolve().parents[2] / "schemas/v1"
ODD = [None, True, False, -1, 0, 1, 10**10, "", "x", "0", "12.345", "1e3", "-5", "2026-02-30", "2026-10-09", "02/10/2026",
       "9999-12-31", [], {}, [None], [[]], {"x": 1}, "\u0000é"]
PER_CALL = 3000


def validator(name):
    schema = json.loads((ROOT / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def places(value, path=()):
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield from places(inner, path + (key,))


def changed(request, rng):
    request = copy.deepcopy(request)
    path = rng.choice([p for p in places(request) if p])
    parent = request
    for key in path[:-1]:
        parent = parent[key]
    what = rng.randrange(len(ODD) + 5)
    old = parent[path[-1]]
    if what < len(ODD):
        parent[path[-1]] = ODD[what]
    elif what == len(ODD):
        del parent[path[-1]]
    elif what == len(ODD) + 3:
        # Un objet par la liste de ses valeurs, à leur place ; un mot dans un objet.
        parent[path[-1]] = list(old.values()) if isinstance(old, dict) else {str(old): None}
    elif what == len(ODD) + 4:
        parent[path[-1]] = list(old.values())[:1] if isinstance(old, dict) else [old]
    elif isinstance(parent, dict):
        parent["inconnu"] = parent.pop(path[-1]) if what == len(ODD) + 1 else 1
    else:
        parent.append(copy.deepcopy(parent[0]))
    return request


def stream(program, call, requests):
    """Une réponse par ligne."""
    lines = "".join(json.dumps(r) + "\n" for r in requests)
    done = subprocess.run([program, call, "-", "--jsonl"], input=lines.encode(), capture_output=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def service(program, call, requests):
    """Les appels qui n'ont pas de lot en ligne de commande : un par un, par HTTP."""
    process = subprocess.Popen([program, "servir", "--adresse", "127.0.0.1:0", "--json"], stdout=subprocess.PIPE, text=True)
    try:
        ready = ""
        while not ready.endswith("}\n"):
            ready += process.stdout.readline()
        address, out = json.loads(ready)["adresse"], []
        for request in requests:
            asked = urllib.request.Request(f"{address}/v1/{call}", json.dumps(request).encode(), {"Content-Type": "application/json"})
            try:
                with urllib.request.urlopen(asked) as reply:
                    out.append(json.load(reply))
            except urllib.error.HTTPError as refusal:
                problem = json.load(refusal)
                out.append({key: problem[key] for key in ("version_interface", "reference", "erreurs") if key in problem})
        return out
    finally:
        process.terminate()
        process.wait()


def main(program):
    for file in sorted(ROOT.glob("*.json")):
        Draft202012Validator.check_schema(json.loads(file.read_text("utf-8")))
    inputs, seen = {}, 0
    errors = validator("erreurs")
    names = {"dsn.lire": ("dsn", None), "dsn.verifier": ("dsn", "dsn-verifier-sortie")}
    for case in json.loads((ROOT / "cases/index.json").read_text("utf-8")):
        stem = ROOT / "cases" / case["appel"] / case["cas"]
        request = json.loads(pathlib.Path(f"{stem}.demande.json").read_text("utf-8"))
        reply = json.loads(pathlib.Path(f"{stem}.reponse.json").read_text("utf-8"))
        read, written = names.get(case["appel"], (case["appel"], f"{case['appel']}-sortie"))
        if case["statut"] == 2:
            errors.validate(reply)
        else:
            validator(read).validate(request)
            if written:
                validator(written).validate(reply)
            inputs.setdefault(case["appel"], []).append(request)
        seen += 1
    assert seen >= 29
    wrong = []
    for call, many, answers in (
        ("bulletin", PER_CALL, stream),
        ("note", PER_CALL, stream),
        ("brut", PER_CALL, stream),
        # Pas expliquer : son schéma laisse libre le document à expliquer, qui a le sien.
        ("simuler", PER_CALL // 6, service),
    ):
        rng, check = random.Random(20261128), validator(call)
        requests = [changed(rng.choice(inputs[call]), rng) for _ in range(many)]
        replies = answers(program, call, requests)
        assert len(replies) == many
        count = {"acceptées": 0, "refusées pour leur forme": 0, "refusées pour la paie": 0}
        for request, reply in zip(requests, replies):
            # Une simulation répond une liste.
            codes = {e["code"] for e in reply.get("erreurs", [])} if isinstance(reply, dict) else set()
            if codes:
                errors.validate(reply)
            # Ces demandes sont toutes du JSON : chaque erreur de forme a son chemin.
            for error in reply["erreurs"] if codes else ():
                if error["code"] == "JSON-001" or (error["code"] == "JSON-002" and not error.get("champ")):
                    wrong.append((call, "sans chemin", error["code"], error["message"]))
            form = bool(codes & {"JSON-001", "JSON-002"})
            count["refusées pour leur forme" if form else "refusées pour la paie" if codes else "acceptées"] += 1
            valid = check.is_valid(request)
            if valid and form:
                wrong.append((call, "le schéma accepte", reply["erreurs"][0]["champ"], reply["erreurs"][0]["message"]))
            if not valid and not codes:
                first = next(check.iter_errors(request))
                wrong.append((call, "le programme accepte", first.json_path, first.message[:120]))
        print(f"{call} : " + ", ".join(f"{n} {what}" for what, n in count.items()))
    for line in sorted(set(wrong))[:60]:
        print(*line, sep=" | ")
    return 1 if wrong else 0


sys.exit(main(sys.argv[1]))
