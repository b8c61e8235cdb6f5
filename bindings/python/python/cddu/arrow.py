"""Des tables Arrow de demandes, des tables Arrow de bulletins, de lignes et d'erreurs.

Une source est tout ce qui donne un flux ou une table Arrow (`__arrow_c_stream__`, `__arrow_c_array__`) : pyarrow, polars, DuckDB,
un fichier Parquet lu par pyarrow. Ses colonnes portent les chemins du contrat (`contrats[0].brut`), comme le lot en CSV de la
ligne de commande, ou bien une seule colonne `demande` porte le JSON de chaque demande. Un montant y est un decimal, un entier
ou un texte ; un nombre flottant est refusé.

Les montants des réponses sont des decimal128(14, 2), les taux des decimal128(18, 8), les quantités des decimal128(12, 4). La
colonne `rang` est celle de la demande dans la source, à partir de 0 : elle relie bulletins, lignes et erreurs.

Demande pyarrow, qui s'installe à part (`pip install pyarrow`).
"""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Tuple

import pyarrow as pa  # type: ignore[import-untyped,import-not-found,unused-ignore]

from . import CdduError, Engine, _engine, _native

__all__ = ["CHAMPS", "bulletins", "carte", "flux", "schemas"]

#: Ce qui est gardé de chaque bulletin : ses totaux ; ses lignes aussi ; le bulletin entier (JSON) et son empreinte aussi.
CHAMPS = ("totaux", "lignes", "complet")

_MONTANT, _TAUX, _QUANTITE = pa.decimal128(14, 2), pa.decimal128(18, 8), pa.decimal128(12, 4)
_TYPES = {"#/$defs/Montant": _MONTANT, "#/$defs/Taux": _TAUX, "#/$defs/Quantite": _QUANTITE}

_LIGNES = pa.schema(
    [
        pa.field("rang", pa.int64(), nullable=False),
        pa.field("contrat", pa.string(), nullable=False),
        pa.field("ordre", pa.int32(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("libelle", pa.string(), nullable=False),
        pa.field("organisme", pa.string(), nullable=False),
        pa.field("base", _MONTANT, nullable=False),
        pa.field("taux_salarie", _TAUX),
        pa.field("montant_salarie", _MONTANT),
        pa.field("taux_employeur", _TAUX),
        pa.field("montant_employeur", _MONTANT),
    ]
)
_ERREURS = pa.schema(
    [
        pa.field("rang", pa.int64(), nullable=False),
        pa.field("reference", pa.string()),
        pa.field("code", pa.string(), nullable=False),
        pa.field("champ", pa.string()),
        pa.field("message", pa.string(), nullable=False),
        pa.field("aide", pa.string()),
    ]
)


def _of(schema: Dict[str, Any], properties: Dict[str, Any]) -> List["pa.Field"]:
    """Les champs Arrow des totaux : le type de chacun est celui que dit le schéma."""
    out = []
    for name, place in properties.items():
        kinds = [place] + [inner for inner in place.get("anyOf", ()) if isinstance(inner, dict)]
        found = [_TYPES[kind["$ref"]] for kind in kinds if kind.get("$ref") in _TYPES]
        out.append(pa.field(name, found[0] if found else pa.bool_()))
    return out


def schemas(champs: str = "lignes", engine: Optional[Engine] = None) -> Dict[str, "pa.Schema"]:
    """Les schémas Arrow des tables `bulletins`, `lignes` et `erreurs`."""
    if champs not in CHAMPS:
        raise ValueError(f"champs : {champs!r} ; au choix : {', '.join(CHAMPS)}")
    answer = (engine or _engine()).schema("bulletin-totaux-sortie")
    fields = [
        pa.field("rang", pa.int64(), nullable=False),
        pa.field("reference", pa.string()),
        pa.field("numero", pa.string()),
        pa.field("matricule", pa.string(), nullable=False),
        pa.field("date_paiement", pa.date32(), nullable=False),
        *_of(answer, answer["$defs"]["Totals"]["properties"]),
    ]
    if champs == "complet":
        fields += [pa.field("empreinte", pa.string(), nullable=False), pa.field("bulletin", pa.string(), nullable=False)]
    tables = {"bulletins": pa.schema(fields), "erreurs": _ERREURS}
    if champs != "totaux":
        tables["lignes"] = _LIGNES
    return tables


def _text(value: object, column: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        if value.timetz() == datetime.time(0):
            return value.date().isoformat()
        raise TypeError(f"colonne {column!r} : {value} porte une heure, une date est attendue")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(
        f"colonne {column!r} : {type(value).__name__} ne s'écrit pas dans une demande ; "
        "donner un decimal, un entier, un texte ou une date, jamais un nombre flottant"
    )


#: Ce que peut être la colonne `demande`, ou les valeurs de son dictionnaire.
_DEMANDE = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view", "null")


def _octets(column: "pa.Array") -> List[bytes]:
    """Les octets de chaque demande : celle qui n'est pas en UTF-8 est refusée à sa place, les autres sont répondues."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = column.cast(pa.large_binary())
    return [value.encode() if isinstance(value, str) else value or b"" for value in column.to_pylist()]


def _reader(source: object) -> "pa.RecordBatchReader":
    if isinstance(source, pa.RecordBatchReader):
        return source
    if isinstance(source, pa.RecordBatch):
        return pa.RecordBatchReader.from_batches(source.schema, [source])
    if hasattr(source, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(source)
    if hasattr(source, "__arrow_c_array__"):
        batch = pa.record_batch(source)
        return pa.RecordBatchReader.from_batches(batch.schema, [batch])
    raise TypeError(f"{type(source).__name__} n'est pas une table ni un flux Arrow")


class _Demandes:
    """Les demandes d'un lot de rangées."""

    def __init__(self, schema: "pa.Schema") -> None:
        self.names = list(schema.names)
        for field in schema:
            if pa.types.is_floating(field.type):
                raise TypeError(f"colonne {field.name!r} : un montant se donne en decimal ou en texte, jamais en {field.type}")
        self.columns = None
        if self.names == ["demande"]:
            kind = schema.field("demande").type
            if str(kind.value_type if pa.types.is_dictionary(kind) else kind) not in _DEMANDE:
                raise TypeError(f"colonne 'demande' : le JSON de chaque demande, en texte ou en octets, pas en {kind}")
        else:
            try:
                self.columns = _native.Columns(self.names)
            except ValueError as error:
                raise CdduError(json.loads(str(error))) from None

    def of(self, batch: "pa.RecordBatch") -> List[bytes]:
        if self.columns is None:
            return _octets(batch.column(0))
        texts = [
            [_text(value, name) for value in batch.column(rank).to_pylist()] for rank, name in enumerate(self.names)
        ]
        return [self.columns.request(list(row)).encode() for row in zip(*texts)]


class _Tables:
    """Ce qui est répondu à un lot, colonne par colonne."""

    def __init__(self, champs: str, engine: Engine) -> None:
        self.champs = champs
        self.schemas = schemas(champs, engine)
        self.totals = [f.name for f in self.schemas["bulletins"]][5:]
        self.kinds = {name: [pa.types.is_decimal(f.type) for f in table] for name, table in self.schemas.items()}

    def of(self, answers: Iterable[Tuple[int, Tuple[int, str]]]) -> Dict[str, "pa.RecordBatch"]:
        rows: Dict[str, List[Tuple[Any, ...]]] = {name: [] for name in self.schemas}
        for rank, (status, text) in answers:
            # Un montant reste le texte du contrat jusqu'à son decimal.
            answer = json.loads(text)
            if status == 2:
                for fault in answer["erreurs"]:
                    told = (fault["code"], fault.get("champ"), fault["message"], fault.get("aide"))
                    rows["erreurs"].append((rank, answer.get("reference"), *told))
                continue
            rows["bulletins"].append(self._bulletin(rank, answer, text))
            if self.champs != "totaux":
                rows["lignes"].extend(self._lignes(rank, answer))
        return {name: self._batch(name, table) for name, table in rows.items()}

    def _bulletin(self, rank: int, answer: Dict[str, Any], text: str) -> Tuple[Any, ...]:
        matricule = answer["matricule"] if self.champs != "complet" else answer["salarie"]["matricule"]
        day = datetime.date.fromisoformat(answer["date_paiement"])
        whole: Dict[str, Any] = {"empreinte": answer.get("empreinte"), "bulletin": text}
        totals = answer["totaux"]
        values = [totals.get(name) if name not in whole else whole[name] for name in self.totals]
        return (rank, answer.get("reference"), answer.get("numero"), matricule, day, *values)

    @staticmethod
    def _lignes(rank: int, answer: Dict[str, Any]) -> Iterator[Tuple[Any, ...]]:
        names = [field.name for field in _LIGNES][3:]
        for contract in answer["contrats"]:
            for order, line in enumerate(contract["lignes"]):
                yield (rank, contract["contrat"], order, *(line.get(name) for name in names))

    def _batch(self, name: str, rows: List[Tuple[Any, ...]]) -> "pa.RecordBatch":
        schema = self.schemas[name]
        columns = list(zip(*rows)) if rows else [() for _ in schema]
        arrays = []
        for field, decimal, column in zip(schema, self.kinds[name], columns):
            values = [None if v is None else Decimal(v) for v in column] if decimal else list(column)
            arrays.append(pa.array(values, type=field.type))
        return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _appel(champs: str) -> str:
    return "bulletin" if champs == "complet" else f"bulletin.{champs}"


def _answers(
    batches: Iterable["pa.RecordBatch"], champs: str, engine: Engine, taille: int
) -> Iterator[Dict[str, "pa.RecordBatch"]]:
    tables, requests, rank = _Tables(champs, engine), None, 0
    for batch in batches:
        requests = requests or _Demandes(batch.schema)
        for start in range(0, batch.num_rows, taille):
            texts = requests.of(batch.slice(start, taille))
            yield tables.of(enumerate(engine._engine.calls(_appel(champs), texts), rank))
            rank += len(texts)


def flux(
    source: object, champs: str = "lignes", engine: Optional[Engine] = None, taille: int = 4096
) -> Iterator[Dict[str, "pa.RecordBatch"]]:
    """Les réponses d'une source, `taille` demandes à la fois : la mémoire ne dépend pas de sa longueur."""
    if taille < 1:
        raise ValueError("taille : un nombre de demandes d'au moins 1")
    schemas(champs, engine)
    reader = _reader(source)
    # Une colonne inconnue est dite même quand la source est vide.
    _Demandes(reader.schema)
    return _answers(reader, champs, engine or _engine(), taille)


def bulletins(
    source: object, champs: str = "lignes", engine: Optional[Engine] = None, taille: int = 4096
) -> Dict[str, "pa.Table"]:
    """Les tables `bulletins`, `erreurs` et, sauf pour `totaux`, `lignes` de toutes les demandes d'une source."""
    kinds = schemas(champs, engine)
    found: Dict[str, List["pa.RecordBatch"]] = {name: [] for name in kinds}
    for batches in flux(source, champs, engine, taille):
        for name, batch in batches.items():
            found[name].append(batch)
    return {name: pa.Table.from_batches(batches, schema=kinds[name]) for name, batches in found.items()}


def carte(
    table: str = "bulletins", champs: str = "totaux"
) -> Callable[[Iterable["pa.RecordBatch"]], Iterator["pa.RecordBatch"]]:
    """La fonction qu'attend `mapInArrow` de Spark : des lots de demandes, des lots d'une des tables.

    `rang` y est celui de la demande dans sa partition ; `reference` relie une réponse à sa demande.
    """
    known = sorted(schemas(champs))
    if table not in known:
        raise ValueError(f"table : {table!r} ; au choix : {', '.join(known)}")

    def answered(batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
        for tables in _answers(batches, champs, _engine(), 4096):
            yield tables[table]

    return answered
