"""Le logiciel d'un éditeur, typé : `mypy --strict` le relit, et il se lance."""

import datetime
from decimal import Decimal

import cddu
from cddu.demandes import DemandeBulletin
from cddu.reponses import Bulletin, Diagnostic


def demande(jour: datetime.date, brut: Decimal) -> DemandeBulletin:
    return {
        "reference": "A12",
        "date_paiement": jour,
        "employeur": {"idcc": "3097", "effectif": 8, "taux_at": "1.07"},
        "salarie": {"matricule": "T01", "nom": "EXEMPLE", "prenom": "Camille"},
        "contrats": [
            {
                "contrat": "C1",
                "categorie": "technicien", "cadre": False,
                "fonction": "Scripte",
                "debut": "2026-10-05",
                "fin": "2026-10-09",
                "jours": 5,
                "heures": "39",
                "brut": brut,
            }
        ],
    }


def net(bulletin: Bulletin) -> Decimal:
    return bulletin["totaux"]["net_paye"]


def cotisations(bulletin: Bulletin) -> Decimal:
    lignes = [ligne for contrat in bulletin["contrats"] for ligne in contrat["lignes"]]
    return sum((ligne["montant_salarie"] or Decimal(0) for ligne in lignes if "montant_salarie" in ligne), Decimal(0))


def refus(jour: str) -> Diagnostic:
    try:
        cddu.bulletin({**demande(datetime.date(2026, 10, 9), Decimal("1500.00")), "date_paiement": jour})
    except cddu.CdduError as erreur:
        return erreur.diagnostics[0]
    raise AssertionError(f"{jour} accepté")


if __name__ == "__main__":
    fait = cddu.bulletin(demande(datetime.date(2026, 10, 9), Decimal("1500.00")))
    print(fait["reference"], net(fait), cotisations(fait))
    for reponse in cddu.simuler(demande(datetime.date(2026, 10, 9), Decimal("1500.00")), net=Decimal("1200.00")):
        print(reponse["reponse"], reponse["brut"], reponse["net_paye"])
    print(refus("2026-02-30")["champ"])
