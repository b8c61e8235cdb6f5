#!/usr/bin/env bash
# Deux écrivains figent mille bulletins à la fois dans un PostgreSQL fait pour l'essai : numéros uniques et sans trou, aucun changement possible.
# Demande postgresql (15 ou plus, paquet Debian du même nom) et la commande cddu, donnée par CDDU.
set -euo pipefail
cd "$(dirname "$0")/../.."
cddu="${CDDU:-target/release/cddu}"
bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)"
[ -n "$bin" ] || { echo "sauté : PostgreSQL (apt-get install postgresql)" >&2; exit 3; }
work="$(mktemp -d)"
# Le serveur ne se lance pas en root.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$work"
chmod 755 "$work"
trap 'as "$bin/pg_ctl" -D "$work/donnees" stop -m immediate >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
as "$bin/initdb" -D "$work/donnees" -A trust -U postgres >/dev/null
as "$bin/pg_ctl" -D "$work/donnees" -o "-k $work -c listen_addresses=''" -l "$work/journal" -w start >/dev/null
sql() { psql -h "$work" -U postgres -X -q -v ON_ERROR_STOP=1 "$@"; }
sql -f examples/postgresql/registre.sql

# Mille demandes : la première des exemples, un salaire et une personne différents à chaque fois.
python3 - >"$work/demandes.jsonl" <<'PY'
import json
modele = json.load(open("examples/formation/technicien-2026.json", encoding="utf-8"))
for rang in range(1000):
    modele["salarie"]["matricule"] = f"F{rang:04}"
    modele["contrats"][0]["brut"] = f"{1500 + rang % 700}.{rang % 100:02}"
    print(json.dumps(modele, ensure_ascii=False))
PY
"$cddu" bulletin - --jsonl <"$work/demandes.jsonl" >"$work/reponses.jsonl"

# Chaque écrivain a une moitié, et les cent premières de l'autre : les mêmes bulletins n'ont qu'un numéro.
writer() {
  python3 - "$work" "$1" <<'PY' | sql -f - >/dev/null
import sys
dossier, moitie = sys.argv[1], int(sys.argv[2])
couples = list(zip(open(f"{dossier}/demandes.jsonl", encoding="utf-8"), open(f"{dossier}/reponses.jsonl", encoding="utf-8")))
siens = couples[500 * moitie : 500 * moitie + 500]
autres = couples[500 * (1 - moitie) : 500 * (1 - moitie) + 100]
for demande, reponse in siens + autres:
    textes = [t.rstrip("\n").replace("'", "''") for t in (demande, reponse)]
    print("select figer('900000001', '%s', '%s');" % tuple(textes))
PY
}
writer 0 & first=$!
writer 1 & second=$!
wait "$first"
wait "$second"

check() { [ "$(sql -At -c "$1")" = "$2" ] || { echo "attendu $2 : $1" >&2; exit 1; }; }
check "select count(*), count(distinct numero), min(rang), max(rang) from bulletin" "1000|1000|1|1000"
check "select dernier from serie" 1000
# La somme des nets, celle des réponses.
check "select sum(net_paye) from bulletin" \
  "$(python3 -c "import json,sys,decimal; print(sum(decimal.Decimal(json.loads(l)['totaux']['net_paye']) for l in open('$work/reponses.jsonl')))")"
if sql -c "update bulletin set net_paye = 0 where rang = 1" 2>"$work/refus"; then exit 1; fi
grep -q "est figé" "$work/refus"
if sql -c "delete from bulletin" 2>"$work/refus"; then exit 1; fi
if sql -c "select figer('900000001', '{}', '{\"date_paiement\":\"2026-05-06\",\"erreurs\":[{\"message\":\"date\"}]}')" 2>"$work/refus"; then exit 1; fi
grep -q "bulletin refusé : date" "$work/refus"
check "select dernier from serie" 1000
echo "1000 bulletins, 2 écrivains : numéros uniques et sans trou, rien ne change"
