"""Tables Arrow : mêmes montants que les appels un à un, types exacts, refus avec leur rang, mémoire d'un flux."""

import csv
import datetime
import json
import pathlib
import resource
import tempfile
import unittest
from decimal import Decimal

import cddu
import pyarrow as pa
import pyarrow.parquet as pq

import cddu.arrow

ROOT = pathlib.Path(__file__).resolve().parents[3]
FORMATION = sorted((ROOT / "examples/formation").glob("*.json"))
REQUESTS = [file.read_text("utf-8") for file in FORMATION]


def table(texts):
    return pa.table({"demande": pa.array(texts, pa.string())})


def columns():
    """Le lot en CSV des exemples, en colonnes typées."""
    with open(ROOT / "examples/demandes.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    header, rows = rows[0], rows[1:]
    arrays = {}
    for name, cells in zip(header, zip(*rows)):
        if name.endswith((".brut", ".taux_at")):
            arrays[name] = pa.array([Decimal(c.replace(",", ".")) for c in cells], pa.decimal128(12, 4))
        elif name.endswith((".effectif", ".jours", ".heures")):
            arrays[name] = pa.array([int(c) for c in cells], pa.int32())
        elif "date" in name or name.endswith((".debut", ".fin")):
            days = [datetime.datetime.strptime(c, "%d/%m/%Y").date() for c in cells]
            arrays[name] = pa.array(days, pa.date32())
        elif name.endswith(".cadre"):
            arrays[name] = pa.array([c == "oui" for c in cells], pa.bool_())
        else:
            arrays[name] = pa.array(cells, pa.string())
    return pa.table(arrays)


class Arrow(unittest.TestCase):
    def test_the_amounts_are_those_of_the_calls(self):
        found = cddu.arrow.bulletins(table(REQUESTS), champs="complet", taille=4)
        self.assertEqual((found["bulletins"].num_rows, found["erreurs"].num_rows), (len(REQUESTS), 0))
        lines = found["lignes"].to_pylist()
        for rank, (request, row) in enumerate(zip(REQUESTS, found["bulletins"].to_pylist())):
            whole = cddu.bulletin(request)
            self.assertEqual((row["rang"], row["empreinte"]), (rank, whole["empreinte"]))
            self.assertEqual(row["bulletin"], cddu.Engine().call("bulletin", request))
            for name, value in whole["totaux"].items():
                self.assertEqual(row[name], value, name)
            own = [line for line in lines if line["rang"] == rank]
            expected = [(c["contrat"], line) for c in whole["contrats"] for line in c["lignes"]]
            self.assertEqual(len(own), len(expected))
            for got, (contract, line) in zip(own, expected):
                self.assertEqual(got["contrat"], contract)
                for name in ("code", "organisme", "base", "taux_salarie", "montant_salarie", "montant_employeur"):
                    self.assertEqual(got[name], line[name], name)

    def test_columns_are_those_of_the_csv_batch(self):
        found = cddu.arrow.bulletins(columns(), champs="totaux")
        program = cddu.Engine()
        with open(ROOT / "examples/demandes.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        self.assertEqual(found["bulletins"].num_rows + found["erreurs"]["rang"].value_counts().__len__(), len(rows) - 1)
        # The amounts of the first one, by its JSON request.
        request = cddu._native.Columns(rows[0]).request(rows[1])
        right = json.loads(program.call("bulletin.totaux", request))
        first = found["bulletins"].to_pylist()[0]
        self.assertEqual(first["reference"], rows[1][0])
        self.assertEqual(str(first["net_paye"]), right["totaux"]["net_paye"])

    def test_types_are_exact(self):
        kinds = cddu.arrow.schemas("lignes")
        self.assertEqual(kinds["bulletins"].field("net_paye").type, pa.decimal128(14, 2))
        self.assertEqual(kinds["bulletins"].field("taux_pas").type, pa.decimal128(18, 8))
        self.assertEqual(kinds["bulletins"].field("date_paiement").type, pa.date32())
        self.assertEqual(kinds["bulletins"].field("taux_pas_personnalise").type, pa.bool_())
        for schema in kinds.values():
            self.assertFalse([f.name for f in schema if pa.types.is_floating(f.type)])

    def test_a_refused_request_leaves_the_others(self):
        wrong = json.dumps({**json.loads(REQUESTS[1]), "date_paiement": "2026-02-30", "reference": "A7"})
        found = cddu.arrow.bulletins(table([REQUESTS[0], wrong, None, "{", REQUESTS[2]]))
        self.assertEqual(found["bulletins"]["rang"].to_pylist(), [0, 4])
        faults = found["erreurs"].to_pylist()
        self.assertEqual([f["rang"] for f in faults], [1, 2, 3])
        self.assertEqual((faults[0]["reference"], faults[0]["code"], faults[0]["champ"]), ("A7", "JSON-002", "date_paiement"))

    def test_a_request_that_is_no_utf8_leaves_the_others(self):
        good = REQUESTS[0].encode()
        wrong = b'{"numero":"\xe9"}'
        text = pa.Array.from_buffers(pa.string(), 3, pa.array([good, wrong, good], pa.binary()).buffers())
        for column in (pa.array([good, wrong, good], pa.binary()), text, text.dictionary_encode()):
            found = cddu.arrow.bulletins(pa.table({"demande": column}), champs="totaux")
            self.assertEqual(found["bulletins"]["rang"].to_pylist(), [0, 2])
            self.assertEqual([(f["rang"], f["code"]) for f in found["erreurs"].to_pylist()], [(1, "KIT-003")])
        for column in (pa.array([1]), pa.array([[good]]), pa.array([datetime.date(2026, 5, 6)])):
            with self.assertRaises(TypeError) as caught:
                cddu.arrow.bulletins(pa.table({"demande": column}))
            self.assertIn("demande", str(caught.exception))

    def test_wrong_sources_are_told(self):
        for source in (None, 12, [REQUESTS[0]], {"demande": []}):
            with self.assertRaises(TypeError):
                cddu.arrow.bulletins(source)
        with self.assertRaises(TypeError) as caught:
            cddu.arrow.bulletins(pa.table({"contrats[0].brut": pa.array([745.3])}))
        self.assertIn("contrats[0].brut", str(caught.exception))
        with self.assertRaises(TypeError) as caught:
            cddu.arrow.bulletins(pa.table({"date_paiement": pa.array([datetime.datetime(2026, 5, 6, 12)])}))
        self.assertIn("heure", str(caught.exception))
        with self.assertRaises(cddu.CdduError) as caught:
            cddu.arrow.bulletins(pa.table({"contrats[0].brute": pa.array(["1"])}))
        self.assertEqual(caught.exception.diagnostics[0]["code"], "KIT-010")
        with self.assertRaises(ValueError):
            cddu.arrow.bulletins(table(REQUESTS), champs="tout")
        with self.assertRaises(ValueError):
            cddu.arrow.flux(table(REQUESTS), taille=0)
        with self.assertRaises(ValueError):
            cddu.arrow.carte("lignes", "totaux")
        empty = cddu.arrow.bulletins(table([]))
        self.assertEqual({name: t.num_rows for name, t in empty.items()}, {"bulletins": 0, "lignes": 0, "erreurs": 0})

    def test_any_arrow_stream_and_parquet(self):
        class Other:
            """Une bibliothèque qui ne connaît de pyarrow que l'interface C."""

            def __arrow_c_stream__(self, requested_schema=None):
                return table(REQUESTS).__arrow_c_stream__(requested_schema)

        right = cddu.arrow.bulletins(table(REQUESTS))
        self.assertEqual(cddu.arrow.bulletins(Other()), right)
        self.assertEqual(cddu.arrow.bulletins(table(REQUESTS).to_batches()[0]), right)
        with tempfile.TemporaryDirectory() as folder:
            for name, found in right.items():
                path = pathlib.Path(folder, f"{name}.parquet")
                pq.write_table(found, path)
                self.assertEqual(pq.read_table(path), found)
        total = sum(cddu.bulletin(r)["totaux"]["net_paye"] for r in REQUESTS)
        import pyarrow.compute as pc

        self.assertEqual(pc.sum(right["bulletins"]["net_paye"]).as_py(), total)

    def test_the_map_of_spark(self):
        batches = list(cddu.arrow.carte("lignes", "lignes")(table(REQUESTS).to_batches(max_chunksize=3)))
        self.assertEqual(pa.Table.from_batches(batches), cddu.arrow.bulletins(table(REQUESTS))["lignes"])

    def test_memory_of_a_stream_stays_flat(self):
        def source(batches):
            batch = table(REQUESTS[:5] * 40).to_batches()[0]
            return pa.RecordBatchReader.from_batches(batch.schema, (batch for _ in range(batches)))

        def run(batches):
            return sum(b["bulletins"].num_rows for b in cddu.arrow.flux(source(batches), taille=200))

        run(5)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.assertEqual(run(50), 10_000)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        self.assertLess(grown, 20_000, "kilo-octets")


if __name__ == "__main__":
    unittest.main()
