"""Le paquet installé : mêmes octets que les cas publiés, Decimal, erreurs, fils d'exécution, mémoire."""

import json
import pathlib
import pickle
import resource
import subprocess
import sys
import threading
import time
import typing
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

    def test_the_training_payslips_are_those_of_the_program(self):
        """La commande installée avec le paquet et le module répondent la même chose."""
        program = pathlib.Path(sys.executable).with_name("cddu")
        self.assertTrue(program.exists(), "la commande cddu n'est pas installée avec le paquet")
        seen = 0
        for file in sorted((ROOT / "examples/formation").glob("*.json")):
            done = subprocess.run([program, "bulletin", file, "--json"], capture_output=True, check=True)
            self.assertEqual(json.loads(cddu.Engine().call("bulletin", file.read_bytes())), json.loads(done.stdout), file)
            line = file.read_text("utf-8").replace("\n", " ") + "\n"
            done = subprocess.run([program, "bulletin", "-", "--jsonl"], input=line.encode(), capture_output=True, check=True)
            self.assertEqual(cddu.Engine().call("bulletin", line) + "\n", done.stdout.decode(), file)
            seen += 1
        self.assertGreaterEqual(seen, 15)

    def test_decimals_in_and_out(self):
        demande = json.loads(REQUEST)
        demande["contrats"][0]["brut"] = Decimal("745.30")
        bulletin = cddu.bulletin(demande)
        # The gross of the contract, and the part of the expenses above their limit.
        above = sum(element.get("reintegre", 0) for element in bulletin["elements"])
        self.assertEqual(bulletin["totaux"]["brut"], Decimal("745.30") + above)
        self.assertEqual(bulletin["version_interface"], cddu.CONTRACT)
        demande["contrats"][0]["brut"] = Decimal("800.00").normalize()
        self.assertEqual(cddu.bulletin(demande)["contrats"][0]["bases"]["brut"], Decimal("800.00") + above)
        # Every amount, rate and quantity of the answer, and nothing else, is a Decimal with its two decimals.
        plain = json.loads(cddu.Engine().call("bulletin", demande))
        numbers = []

        def compare(read, text, path):
            if isinstance(read, dict):
                self.assertEqual(list(read), list(text))
                for key in read:
                    compare(read[key], text[key], f"{path}.{key}")
            elif isinstance(read, list):
                self.assertEqual(len(read), len(text))
                for rank, inner in enumerate(read):
                    compare(inner, text[rank], f"{path}[{rank}]")
            elif isinstance(read, Decimal):
                self.assertEqual(str(read), text, path)
                numbers.append(path)
            else:
                self.assertEqual(read, text, path)
                self.assertNotIsInstance(read, float)

        bulletin = cddu.bulletin(demande)
        compare(bulletin, plain, "")
        for path in (".totaux.net_paye", ".contrats[0].lignes[0].base", ".employeur.taux_at", ".contrats[0].bases.brut"):
            self.assertIn(path, numbers)
        self.assertFalse([p for p in numbers if p.endswith((".code", ".idcc", ".matricule", ".date_paiement"))])

    def test_floats_are_refused_before_they_count(self):
        demande = json.loads(REQUEST)
        for wrong in (745.30, float("nan"), float("inf"), 5.0):
            demande["contrats"][0]["brut"] = wrong
            with self.assertRaises(TypeError):
                cddu.bulletin(demande)
            with self.assertRaises(TypeError):
                cddu.simuler(REQUEST, net=wrong)
        for wrong in (Decimal("NaN"), Decimal("Infinity"), True, "", "abc", [], {}, Decimal("1e400"), 10**30):
            demande["contrats"][0]["brut"] = wrong
            with self.assertRaises(cddu.CdduError, msg=repr(wrong)) as caught:
                cddu.bulletin(demande)
            self.assertEqual(caught.exception.diagnostics[0]["champ"], "contrats[0].brut")
        for wrong in (object(), {1, 2}, b"\xff".join, demande.keys):
            demande["contrats"][0]["brut"] = wrong
            with self.assertRaises(TypeError):
                cddu.bulletin(demande)

    def test_errors_carry_their_diagnostics(self):
        with self.assertRaises(cddu.CdduError) as caught:
            cddu.bulletin({**json.loads(REQUEST), "date_paiement": "2026-02-30", "reference": "A1"})
        error = caught.exception
        self.assertEqual((error.diagnostics[0]["code"], error.diagnostics[0]["champ"]), ("JSON-002", "date_paiement"))
        self.assertEqual(error.reference, "A1")
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((again.diagnostics, str(again)), (error.diagnostics, str(error)))
        for bad in ("NaN", "[]", "", "\udcff", b"\xff", "null", "\0", None, 1, [], "[" * 100_000):
            with self.assertRaises(cddu.CdduError, msg=repr(bad)[:20]):
                cddu.bulletin(bad)
        with self.assertRaises(cddu.CdduError) as caught:
            cddu.Engine(tables="dossier-absent")
        self.assertEqual(caught.exception.diagnostics[0]["code"], "BAR-001")
        with self.assertRaises(cddu.CdduError):
            cddu.schema("bultin")
        answers = list(cddu.bulletins([REQUEST, "{", REQUEST]))
        self.assertIsInstance(answers[1], cddu.CdduError)
        self.assertEqual(answers[0], answers[2])

    def test_other_calls(self):
        self.assertTrue(cddu.expliquer(REQUEST, ligne="VIEIL_PLAF"))
        found = cddu.simuler(REQUEST, net=Decimal("600.00"))
        self.assertIsInstance(found[0]["net_paye"], Decimal)
        named = {**json.loads(REQUEST), "reference": "A7"}
        self.assertEqual(cddu.simuler(named, net="600.00"), found)
        with self.assertRaises(cddu.CdduError) as caught:
            cddu.simuler(named, net="600.00", cout="900.00")
        self.assertEqual(caught.exception.diagnostics[0]["code"], "KIT-005")
        self.assertTrue(any(a["gravite"] == "bloquant" for a in cddu.dsn(b"S10.G00.00.001,'cddu'\r\n\xe9")))
        self.assertEqual(cddu.schema("bulletin")["$id"], "urn:cddu:v1:bulletin")
        for name in ("note", "brut"):
            for case in sorted((CASES / name).glob("*.demande.json")):
                expected = json.loads(case.with_name(case.name.replace("demande", "reponse")).read_text("utf-8"))
                if "erreurs" not in expected:
                    self.assertEqual(getattr(cddu, name)(case.read_bytes())["version_interface"], 1)

    def test_own_tables(self):
        """Un fichier posé sur les barèmes du programme change ce qu'il contient."""
        import tempfile

        text = (ROOT / "rates/parametres/plafonds.toml").read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "parametres/plafonds.toml")
            file.parent.mkdir()
            file.write_text(text.replace('"4005"', '"4100"'), "utf-8")
            changed = cddu.Engine(tables=folder, over=True).bulletin(REQUEST)
        self.assertNotEqual(changed["empreinte_baremes"], cddu.bulletin(REQUEST)["empreinte_baremes"])

    def test_the_types_hold_what_is_answered(self):
        """Chaque clé d'un bulletin est dans le type qui le décrit."""
        from cddu import reponses

        def keys(value, kind):
            if typing.is_typeddict(kind) and isinstance(value, dict):
                hints = typing.get_type_hints(kind)
                self.assertLessEqual(set(value), set(hints), kind)
                self.assertLessEqual(kind.__required_keys__, set(value), kind)
                return 1 + sum(keys(value[key], hints[key]) for key in value)
            if isinstance(value, list) and typing.get_origin(kind) is list:
                return sum(keys(inner, typing.get_args(kind)[0]) for inner in value)
            if typing.get_origin(kind) is typing.Union:
                real = [k for k in typing.get_args(kind) if k is not type(None)]
                return keys(value, real[0]) if value is not None and len(real) == 1 else 0
            return 0

        for file in sorted((ROOT / "examples/formation").glob("*.json")):
            self.assertGreater(keys(cddu.bulletin(file.read_bytes()), reponses.Bulletin), 10)

    def test_threads_share_an_engine(self):
        engine, expected, wrong = cddu.Engine(), cddu.Engine().call("bulletin", REQUEST), []

        def work():
            wrong.extend(1 for _ in range(50) if engine.call("bulletin", REQUEST) != expected)

        threads = [threading.Thread(target=work) for _ in range(16)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        self.assertEqual(wrong, [])

    def test_a_thousand_threads_at_once(self):
        engine, expected, wrong = cddu.Engine(), cddu.Engine().call("bulletin", REQUEST), []
        begin = threading.Event()

        def work():
            begin.wait()
            if engine.call("bulletin", REQUEST) != expected:
                wrong.append(1)

        threads = [threading.Thread(target=work) for _ in range(1_000)]
        [t.start() for t in threads]
        begin.set()
        [t.join() for t in threads]
        self.assertEqual((len(threads), wrong), (1_000, []))

    def test_a_huge_batch_is_answered_as_it_comes(self):
        """Vingt mille demandes d'un générateur, une sur deux refusée : la mémoire ne suit pas leur nombre."""
        asked = []

        def requests(count):
            for rank in range(count):
                asked.append(rank)
                yield REQUEST if rank % 2 else "{"

        def refused(count):
            return sum(isinstance(answer, cddu.CdduError) for answer in cddu.bulletins(requests(count)))

        self.assertEqual(refused(1_000), 500)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.assertEqual(refused(20_000), 10_000)
        self.assertLess(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, 10_000, "kilo-octets")
        # Rien n'est demandé d'avance.
        asked.clear()
        next(iter(cddu.bulletins(requests(20_000))))
        self.assertEqual(asked, [0])

    def test_a_request_above_the_limit_is_refused(self):
        with self.assertRaises(cddu.CdduError) as caught:
            cddu.bulletin(b" " * (17 << 20))
        self.assertEqual(caught.exception.diagnostics[0]["code"], "KIT-002")

    def test_other_threads_go_on_during_a_calculation(self):
        """Un compteur tourne pendant qu'une longue DSN est lue."""
        line = "S10.G00.00.001,'cddu'\r\n"
        long = {"contenu": line * 200_000}
        request = json.dumps(long).encode()
        engine, ticks, over = cddu.Engine(), [], threading.Event()

        def count():
            while not over.is_set():
                ticks.append(time.perf_counter())
                time.sleep(0.001)

        counter = threading.Thread(target=count)
        counter.start()
        time.sleep(0.01)
        begin = time.perf_counter()
        engine.call("dsn.verifier", request)
        end = time.perf_counter()
        over.set()
        counter.join()
        during = [t for t in ticks if begin < t < end]
        self.assertGreater(len(during), 5, f"{end - begin:.3f} s")

    def test_memory_stays_flat(self):
        engine, calls = cddu.Engine(), 100_000 if "--long" in sys.argv else 10_000
        bad = b'{"date_paiement": 12, "numero": "\xc3\xa9"'

        def call(times):
            for _ in range(times):
                engine.call("bulletin", REQUEST)
                engine.call("bulletin", bad)

        call(1_000)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        call(calls)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        self.assertLess(grown, 10_000, "kilo-octets")


if __name__ == "__main__":
    unittest.main(argv=[a for a in sys.argv if a != "--long"])
