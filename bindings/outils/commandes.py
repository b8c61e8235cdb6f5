"""Ce que chaque commande écrit avec --json, vu par un autre validateur : commandes.py CDDU.

Sur une copie du tournage d'exemple, chaque commande qui répond en JSON est lancée ; sa réponse obéit au schéma de son nom dans
`schemas/v1/commandes` (ou à celui d'un appel), et le schéma nomme chacune de ses clés. Une commande sans schéma est nommée, et refusée
si elle n'est pas dans la liste de celles qui n'en ont pas besoin ; un schéma qu'aucune commande n'emploie aussi.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator, FormatChecker

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas/v1"
MONTH = "sorties/declarations/2026-11"
DSN, AEM = f"film/{MONTH}/dsn-2026-11.dsn", f"film/{MONTH}/aem-2026-11.xml"

#: Schéma, puis les mots de la commande ; l'ordre est celui d'une semaine de paie.
STEPS = [
    ("verifier-sortie", "verifier film"),
    ("paie-controle-sortie", "paie film --periode 2026-W46 --controle"),
    ("paie-sortie", "paie film --periode 2026-W46"),
    ("paie-sortie", "paie film --periode 2026-W47"),
    ("registre-sortie", "registre verifier film"),
    ("rapprocher-sortie", "rapprocher film --mois 2026-11"),
    ("calendrier-sortie", "calendrier film"),
    ("calendrier-comptes-sortie", "calendrier film --comptes"),
    ("releves-sortie", "releves film --mois 2026-11"),
    ("fichiers-sortie", "attestations film --mois 2026-11"),
    ("fichiers-sortie", "contrats film"),
    ("fichiers-sortie", "feuilles film --periode 2026-W46"),
    ("dpae-sortie", "dpae film"),
    ("notes-sortie", "notes film --periode 2026-W46"),
    ("minima-sortie", "minima cadreur"),
    ("dsn-lire-sortie", f"dsn lire {DSN}"),
    ("dsn-verifier-sortie", f"dsn verifier {DSN}"),
    ("dsn-verifier-sortie", "dsn verifier autre.dsn"),
    ("dsn-comparer-sortie", f"dsn comparer {DSN} autre.dsn"),
    ("dsn-comparer-sortie", f"dsn relire film {DSN}"),
    ("declaration-ecrite-sortie", "dsn ecrire film --mois 2026-11"),
    ("audit", f"auditer {DSN}"),
    ("audit", "auditer autre.dsn"),
    ("declaration-ecrite-sortie", "aem ecrire film --mois 2026-11"),
    ("aem-verifier-sortie", f"aem verifier {AEM}"),
    ("aem-verifier-sortie", "aem verifier autre.xml"),
    ("aem-comparer-sortie", f"aem comparer autre.xml {DSN}"),
    ("baremes-lister-sortie", "baremes lister"),
    ("baremes-lister-sortie", "baremes montrer PMSS"),
    ("baremes-diff-sortie", "baremes diff 2025-12-31 2026-01-01"),
    ("baremes-verifier-sortie", "baremes verifier"),
    ("compta-integrer-sortie", "compta integrer film --periode 2026-W46"),
    ("compta-ecritures-sortie", "compta ecritures film --periode 2026-W46"),
    ("compta-lots-sortie", "compta lots film"),
    ("compta-etats-sortie", "compta etats film --mois 2026-11"),
    ("fec-lire-sortie", "fec lire FEC"),
    ("fec-verifier-sortie", "fec verifier FEC"),
    ("fec-verifier-sortie", "fec verifier autre.dsn"),
    ("deposer-sortie", "deposer film/sorties/2026-W46/virements.xml --le 2026-11-30"),
    ("deposer-liste-sortie", "deposer film"),
    ("recalculer-sortie", "recalculer film --depuis 2026-11-01"),
    ("archive-sortie", "archive verifier film.cddu"),
    ("remettre-sortie", "remettre film --periode 2026-W46 --vers remise"),
    ("etude-creer-sortie", "etude creer etude --graine 7"),
    ("etude-pieges-sortie", "etude pieges"),
    ("bulletin-sortie", "bulletin demande.json"),
    ("bulletin-totaux-sortie", "bulletin demande.json --champs totaux"),
    ("bulletin-lignes-sortie", "bulletin demande.json --champs lignes"),
    ("simuler-sortie", "simuler demande.json --net 600.00"),
    ("expliquer-sortie", "expliquer demande.json"),
    ("note-sortie", "note note.json"),
    ("brut-sortie", "brut brut.json"),
    ("erreurs", "bulletin absent.json"),
    ("erreurs", "bulletin vide.json"),
    ("erreurs", "aem verifier autre.dsn"),
    ("version-sortie", "--version"),
]

#: Celles qui n'écrivent pas de JSON à elles, ou seulement le nom de ce qu'elles ont écrit.
WITHOUT = {
    "schema": "un schéma est un schéma",
    "init": "du texte", "completions": "du texte", "manuel": "du texte",
    "ouvrir": "l'adresse de la page", "servir": "l'adresse du service",
    "archiver": "le manifeste, comme archive verifier", "archive ouvrir": "le manifeste, comme archive verifier",
    "archive cle": "le fichier et la clé publique",
    "defaire": "la liste défaite, comme registre", "etude corriger": "la note, critère par critère",
    "dsn recrire": "le fichier lui-même", "dsn arret": "comme dsn ecrire", "dsn fin-contrat": "comme dsn ecrire",
    "aem imprimer": "comme attestations", "baremes exporter": "du texte",
    "compta annuler": "comme compta integrer", "compta clore": "le mois clos",
}


def named(schema):
    schema = json.loads(schema.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


def keys(value, schema, root, path, lost):
    """Les clés que le schéma ne nomme pas."""
    choices = [schema]
    while choices:
        schema = choices.pop()
        while "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        for word in ("anyOf", "oneOf"):
            inner = [s for s in schema.get(word, []) if s.get("type") != "null" and "const" not in s]
            if inner and value is not None:
                found = []
                for one in inner:
                    mine = set()
                    keys(value, one, root, path, mine)
                    found.append(mine)
                lost |= min(found, key=len)
                return
        if isinstance(value, dict):
            own, more = schema.get("properties", {}), schema.get("additionalProperties")
            for key, inside in value.items():
                if key in own:
                    keys(inside, own[key], root, f"{path}.{key}", lost)
                elif isinstance(more, dict):
                    keys(inside, more, root, f"{path}.*", lost)
                elif more is not True:
                    lost.add(f"{path}.{key}")
        elif isinstance(value, list) and isinstance(schema.get("items"), dict):
            for inside in value:
                keys(inside, schema["items"], root, f"{path}[]", lost)


def leaves(program, words=()):
    text = subprocess.run([program, *words, "--aide"], capture_output=True, text=True).stdout
    block = re.search(r"^Commandes :\n(.*?)\n\n", text, re.S | re.M)
    inner = re.findall(r"^  ([a-z-]+)  ", block.group(1), re.M) if block else []
    inner = [name for name in inner if name not in ("help", "aide")]
    if not inner:
        return [" ".join(words)]
    return [leaf for name in inner for leaf in leaves(program, (*words, name))]


def changed(place):
    """Une DSN et des AEM avec une faute : des listes qui ne sont pas vides."""
    text = (place / DSN).read_bytes().replace(b"S21.G00.51.013,'", b"S21.G00.51.013,'9")
    (place / "autre.dsn").write_bytes(text)
    text = (place / AEM).read_bytes().replace(b"<BrutAvantAbattement>", b"<BrutAvantAbattement>9")
    (place / "autre.xml").write_bytes(text)


def main(program):
    program, wrong, used = str(pathlib.Path(program).resolve()), [], set()
    with tempfile.TemporaryDirectory() as work:
        place = pathlib.Path(work)
        shutil.copytree(ROOT / "examples/tournage", place / "film", ignore=shutil.ignore_patterns("bulletins", "sorties", "compta"))
        shutil.copy(ROOT / "examples/formation/technicien-2026.json", place / "demande.json")
        for call in ("note", "brut"):
            case = next(c for c in json.loads((SCHEMAS / "cases/index.json").read_text("utf-8")) if c["appel"] == call and c["statut"] == 0)
            shutil.copy(SCHEMAS / "cases" / call / f"{case['cas']}.demande.json", place / f"{call}.json")
        (place / "vide.json").write_text("{}")
        for name, line in STEPS:
            if "autre." in line and not (place / "autre.dsn").exists():
                changed(place)
            if "film.cddu" in line:
                subprocess.run([program, "archiver", "film", "--vers", "film.cddu"], cwd=place, capture_output=True, check=True)
            if "FEC" in line:
                fec = next((place / "film/sorties/2026-W46/comptabilite").glob("*.txt"))
                line = line.replace("FEC", str(fec.relative_to(place)))
            done = subprocess.run([program, *line.split(), "--json"], cwd=place, capture_output=True, text=True)
            file = SCHEMAS / f"{name}.json"
            file = file if file.exists() else SCHEMAS / "commandes" / f"{name}.json"
            used.add(file)
            try:
                answer = json.loads(done.stdout)
            except ValueError:
                wrong.append(f"{line} : pas de JSON (code {done.returncode}) {done.stderr[:200]}")
                continue
            schema = named(file)
            faults = [f"{e.json_path} {e.message[:120]}" for e in Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(answer)]
            lost = set()
            keys(answer, schema, schema, "$", lost)
            faults += [f"{key} n'est pas dans le schéma" for key in sorted(lost)]
            wrong += [f"{line} ({name}) : {fault}" for fault in faults[:5]]
    unused = sorted(f.stem for f in (SCHEMAS / "commandes").glob("*.json") if f not in used)
    wrong += [f"{name} : aucune commande n'emploie ce schéma" for name in unused]
    lines = [line for _, line in STEPS]
    for leaf in leaves(program):
        if leaf not in WITHOUT and not any(line == leaf or line.startswith(leaf + " ") for line in lines):
            wrong.append(f"cddu {leaf} : ni schéma, ni raison de ne pas en avoir")
    print(f"{len(STEPS)} réponses de commandes, {len(used)} schémas")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


sys.exit(main(sys.argv[1]))
