"""Les bulletins d'un grand nombre de personnes avec Spark : une partition par personne, dans l'ordre des paiements, les cumuls
passés d'un bulletin au suivant. Le calcul est celui du paquet `cddu`, chargé une fois par processus ; rien n'est recalculé ici.
"""

import json

import pyarrow as pa

#: Ce que rend la fonction de chaque partition.
COLONNES = "personne string, numero string, net_paye decimal(14,2), empreinte string, erreur string"
_SCHEMA = pa.schema(
    [
        ("personne", pa.string()),
        ("numero", pa.string()),
        ("net_paye", pa.decimal128(14, 2)),
        ("empreinte", pa.string()),
        ("erreur", pa.string()),
    ]
)


def suivants(demande, avant):
    """La demande avec les cumuls du bulletin d'avant : ceux de l'année, et de retraite ceux du mois de travail."""
    if avant is None or avant["date_paiement"][:4] != demande["date_paiement"][:4]:
        return demande
    cumuls = dict(avant["cumuls"])
    if avant["periode"]["fin"][:7] != demande["contrats"][-1]["fin"][:7]:
        cumuls["retraite_mois"] = "0.00"
    return {**demande, "cumuls": cumuls}


def payer(lots):
    """Des lots de demandes (`personne`, `demande`), triés par personne et date de paiement, aux bulletins."""
    import decimal

    import cddu

    moteur, personne, avant = cddu.Engine(), None, None
    for lot in lots:
        sorties = []
        for nom, texte in zip(lot.column("personne").to_pylist(), lot.column("demande").to_pylist()):
            if nom != personne:
                personne, avant = nom, None
            demande = json.loads(texte)
            reponse = json.loads(moteur.call("bulletin", json.dumps(suivants(demande, avant))))
            if "erreurs" in reponse:
                # Les bulletins d'après compteraient sans lui : la personne attend sa correction.
                sorties.append((nom, demande.get("numero"), None, None, reponse["erreurs"][0]["message"]))
                continue
            avant = reponse
            net = decimal.Decimal(reponse["totaux"]["net_paye"])
            sorties.append((nom, reponse["numero"], net, reponse["empreinte"], None))
        colonnes = list(zip(*sorties)) or [()] * len(_SCHEMA)
        tables = [pa.array(list(valeurs), champ.type) for champ, valeurs in zip(_SCHEMA, colonnes)]
        yield pa.RecordBatch.from_arrays(tables, schema=_SCHEMA)


def bulletins(demandes, partitions):
    """Une table Spark (`personne`, `date_paiement`, `demande`) aux bulletins."""
    ranges = demandes.repartition(partitions, "personne").sortWithinPartitions("personne", "date_paiement")
    return ranges.mapInArrow(payer, COLONNES)
