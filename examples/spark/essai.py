"""Vingt mille bulletins par deux processus de Spark, dont un est tué en route, comparés à un seul processus : mêmes empreintes.

    python examples/spark/essai.py [PERSONNES] [BULLETINS PAR PERSONNE]
"""

import datetime
import json
import os
import pathlib
import signal
import sys
import threading
import time

import pyarrow as pa

ICI = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ICI))

import paie  # noqa: E402

MODELE = json.loads((ICI.parent / "formation/technicien-2026.json").read_text("utf-8"))


def demandes(personnes, bulletins):
    """Des semaines de 2026, une par bulletin ; personnes fictives, salaires différents."""
    for rang in range(personnes):
        for semaine in range(bulletins):
            lundi = datetime.date(2026, 1, 5) + datetime.timedelta(weeks=semaine)
            demande = json.loads(json.dumps(MODELE))
            matricule = f"F{rang:05}"
            demande["salarie"]["matricule"] = matricule
            demande.update(numero=f"{matricule}-{semaine + 1:02}", date_paiement=(lundi + datetime.timedelta(days=9)).isoformat())
            contrat = demande["contrats"][0]
            contrat.update(
                contrat=f"{matricule}-{semaine + 1:02}",
                debut=lundi.isoformat(),
                fin=(lundi + datetime.timedelta(days=4)).isoformat(),
                brut=f"{1500 + (rang * 37 + semaine * 11) % 900}.{rang % 100:02}",
            )
            demande["elements"] = []
            yield matricule, demande["date_paiement"], json.dumps(demande)


def seul(lignes):
    """Le même calcul dans ce processus."""
    noms, _, textes = zip(*lignes)
    lot = pa.record_batch({"personne": list(noms), "demande": list(textes)})
    return {b["numero"]: b["empreinte"] for t in paie.payer([lot]) for b in t.to_pylist()}


def tuer_un_travailleur(tues):
    """Tue un des processus de calcul dès qu'il travaille."""
    for _ in range(600):
        for dossier in pathlib.Path("/proc").iterdir():
            try:
                commande = (dossier / "cmdline").read_bytes() if dossier.name.isdigit() else b""
            except OSError:
                continue
            if b"CoarseGrainedExecutorBackend" in commande and b"--executor-id\x000" in commande:
                time.sleep(6)
                os.kill(int(dossier.name), signal.SIGKILL)
                tues.append(int(dossier.name))
                return
        time.sleep(0.05)


def main(personnes=2000, nombre=10):
    # Les processus de calcul prennent le Python de cet environnement.
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    lignes = list(demandes(personnes, nombre))
    debut = time.perf_counter()
    attendu = seul(lignes)
    print(f"un processus : {len(attendu)} bulletins en {time.perf_counter() - debut:.1f} s")
    tues = []
    tueur = threading.Thread(target=tuer_un_travailleur, args=(tues,), daemon=True)
    tueur.start()
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.executorEnv.PYTHONPATH", str(ICI))
        .config("spark.executorEnv.PYSPARK_PYTHON", sys.executable)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    spark.sparkContext.addPyFile(str(ICI / "paie.py"))
    debut = time.perf_counter()
    table = spark.createDataFrame(lignes, "personne string, date_paiement string, demande string")
    trouve = {ligne.numero: ligne.empreinte for ligne in paie.bulletins(table, 16).collect()}
    print(f"Spark, deux processus : {len(trouve)} bulletins en {time.perf_counter() - debut:.1f} s ; tués : {len(tues)}")
    spark.stop()
    if trouve != attendu or None in attendu.values():
        sys.exit("les empreintes diffèrent")
    if not tues:
        sys.exit("aucun processus n'a été tué : l'essai ne prouve rien")
    print("mêmes empreintes")


if __name__ == "__main__":
    main(*[int(a) for a in sys.argv[1:]])
