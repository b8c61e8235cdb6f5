"""Ce que chaque commande écrit avec --json, vu par un autre validateur : commandes.py CDDU.

Sur une copie du tournage d'exemple, chaque commande qui répond en JSON est lancée ; sa réponse obéit au schéma de son nom dans
`schemas/v1/commandes` (ou à celui d'un appel), le schéma nomme chacune de ses clés, et la première d'un objet est le numéro du contrat.
Une commande sans schéma est nommée, et refusée si elle n'est pas dans la liste de celles qui n'en ont pas besoin ; un schéma qu'aucune
commande n'emploie aussi.
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
    ("viser-sortie", "viser film --periode 2026-W49"),
    ("viser-sortie", "viser film --periode 2026-W49 --retirer"),
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
    ("aem-imprimer-sortie", f"aem imprimer {AEM} --dans imprimees"),
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
    ("compta-integrer-sortie", "compta annuler film --lot LOT"),
    ("compta-clore-sortie", "compta clore film --mois 2026-10"),
    ("compta-lots-sortie", "compta lots film"),
    ("fec-lire-sortie", "fec lire FEC"),
    ("fec-verifier-sortie", "fec verifier FEC"),
    ("fec-verifier-sortie", "fec verifier autre.dsn"),
    ("deposer-sortie", "deposer film/sorties/2026-W46/virements.xml --le 2026-11-30"),
    ("deposer-liste-sortie", "deposer film"),
    ("recalculer-sortie", "recalculer film --depuis 2026-11-01"),
    ("archive-cle-sortie", "archive cle film.cle"),
    ("archiver-sortie", "archiver film --vers film.cddu"),
    ("archive-sortie", "archive verifier film.cddu"),
    ("archive-sortie", "archive ouvrir film.cddu --vers relu"),
    ("remettre-sortie", "remettre film --periode 2026-W46 --vers remise"),
    ("etude-creer-sortie", "etude creer etude --graine 7"),
    ("etude-corriger-sortie", "etude corriger etude/sujet --corrige etude/corrige"),
    ("etude-pieges-sortie", "etude pieges"),
    ("defaire-sortie", "defaire film --periode 2026-W47 --virements-non-envoyes"),
    ("adresse-sortie", "servir --adresse 127.0.0.1:0"),
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

#: Celles qui n'écrivent pas de JSON à elles.
WITHOUT = {
    "schema": "un schéma est un schéma",
    "init": "du texte", "completions": "du texte", "manuel": "du texte", "baremes exporter": "du texte",
    "ouvrir": "l'adresse de la page, comme servir ; elle demande un navigateur",
    "dsn recrire": "le fichier lui-même",
    "dsn arret": "comme dsn ecrire ; l'exemple n'a pas de CDD de droit commun", "dsn fin-contrat": "comme dsn arret",
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
        elif isinstance(value, list):
            for inside in value:
                if isinstance(schema.get("items"), dict):
                    keys(inside, schema["items"], root, f"{path}[]", lost)
                elif isinstance(inside, (dict, list)):
                    lost.add(f"{path}[]")


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


def copy(place):
    """La copie d'une étude de cas : celle du corrigé, sans sa dernière ligne."""
    for sheet in (place / "etude/corrige").glob("*-a-remplir.csv"):
        lines = sheet.read_bytes().splitlines(keepends=True)
        (place / "etude/sujet" / sheet.name).write_bytes(b"".join(lines[:-1]))


def run(command, place):
    """La réponse d'une commande ; le service, qui ne finit pas de lui-même, est arrêté quand il a dit son adresse."""
    if command[1] != "servir":
        return subprocess.run(command, cwd=place, capture_output=True, text=True)
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, text=True) as service:
        said = ""
        while not said.endswith("}\n") and (line := service.stdout.readline()):
            said += line
        service.terminate()
    return subprocess.CompletedProcess(command, service.returncode, said, "")


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
            if "FEC" in line:
                fec = next((place / "film/sorties/2026-W46/comptabilite").glob("*.txt"))
                line = line.replace("FEC", str(fec.relative_to(place)))
            if "LOT" in line:
                line = line.replace("LOT", lot)
            if line.startswith("etude corriger"):
                copy(place)
            done = run([program, *line.split(), "--json"], place)
            file = SCHEMAS / f"{name}.json"
            file = file if file.exists() else SCHEMAS / "commandes" / f"{name}.json"
            used.add(file)
            try:
                answer = json.loads(done.stdout)
            except ValueError:
                wrong.append(f"{line} : pas de JSON (code {done.returncode}) {done.stderr[:200]}")
                continue
            if line.startswith("compta integrer"):
                lot = answer.get("lot", "")
            schema = named(file)
            faults = [f"{e.json_path} {e.message[:120]}" for e in Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(answer)]
            if isinstance(answer, dict) and next(iter(answer), None) != "version_interface":
                faults.append("ne commence pas par version_interface")
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
