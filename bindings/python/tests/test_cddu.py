"""Le paquet installé : mêmes octets que les cas publiés, Decimal, erreurs, fils d'exécution, mémoire."""

import json
import pathlib
import resource
import threading
import unittest
from decimal import Decimal

import cddu

ROOT = pathlib.Path(__file__).resolve().parents[3]
CASES = ROOT / "schemas/v1/cases"
REQUEST = (ROOT / "examples/formation/technicien-2026.json").read_text("utf-8")


class Contrat(unittest.TestCase):
    def test_same_bytes_as_the_published_cases(self):
        engine, seen = cddu.Engine(), 0
        for case in json.loads((CASES / "index.json").read_text("utf-8")):
            stem = CASES / case["appel"] / case["cas"]
            got = engine.call(case["appel"], pathlib.Path(f"{stem}.demande.json").read_bytes())
            self.assertEqual(got + "\n", pathlib.Path(f"{stem}.reponse.json").read_text("utf-8"), case["cas"])
            seen += 1
        self.assertGreaterEqual(seen, 29)

    def test_decimals_in_and_out(self):
        demande = json.loads(REQUEST)
        demande["contrats"][0]["brut"] = Decimal("745.30")
        bulletin = cddu.bulletin(demande)
        self.assertEqual(bulletin["totaux"]["brut"], Decimal("745.30"))
        self.assertIsInstance(bulletin["contrats"][0]["lignes"][0]["base"], Decimal)
        self.assertEqual(bulletin["version_interface"], cddu.CONTRACT)
        with self.assertRaises(TypeError):
            cddu.bulletin({**demande, "contrats": [{"brut": 745.30}]})

    def test_errors_carry_their_diagnostics(self):
        with self.assertRaises(cddu.CdduError) as caught:
            cddu.bulletin({**json.loads(REQUEST), "date_paiement": "2026-02-30", "reference": "A1"})
        error = caught.exception
        self.assertEqual((error.diagnostics[0]["code"], error.diagnostics[0]["champ"]), ("JSON-002", "date_paiement"))
        self.assertEqual(error.reference, "A1")
        for bad in ("NaN", "[]", "", "\udcff", b"\xff"):
            with self.assertRaises(cddu.CdduError):
                cddu.bulletin(bad)
        with self.assertRaises(cddu.CdduError) as caught:
            cddu.Engine(tables="dossier-absent")
        self.assertEqual(caught.exception.diagnostics[0]["code"], "BAR-001")

    def test_other_calls(self):
        self.assertTrue(cddu.expliquer(REQUEST, ligne="VIEIL_PLAF"))
        found = cddu.simuler(REQUEST, net=Decimal("600.00"))
        self.assertIsInstance(found[0]["net_paye"], Decimal)
        self.assertTrue(any(a["gravite"] == "bloquant" for a in cddu.dsn(b"S10.G00.00.001,'cddu'\r\n")))
        self.assertEqual(cddu.schema("bulletin")["$id"], "urn:cddu:v1:bulletin")

    def test_threads_share_an_engine(self):
        engine, expected, wrong = cddu.Engine(), cddu.Engine().call("bulletin", REQUEST), []
        work = lambda: [wrong.append(1) for _ in range(50) if engine.call("bulletin", REQUEST) != expected]
        threads = [threading.Thread(target=work) for _ in range(16)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        self.assertEqual(wrong, [])

    def test_memory_stays_flat(self):
        engine = cddu.Engine()
        call = lambda n: [engine.call("bulletin", REQUEST) for _ in range(n)] and None
        for _ in range(20):
            call(50)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(200):
            call(50)
        self.assertLess(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, 20_000)  # kilobytes


if __name__ == "__main__":
    unittest.main()
