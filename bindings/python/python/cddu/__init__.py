"""Paie et déclarations des CDDU du cinéma et de l'audiovisuel.

Une demande est un dict (`cddu.demandes` en donne les types) ou un texte JSON ; un montant s'y donne en Decimal ou en texte, jamais
en float. Une réponse est un dict (`cddu.reponses`) dont les montants, les taux et les quantités sont des Decimal.
"""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from os import PathLike
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union, cast

from . import _native
from .demandes import DemandeBrut, DemandeBulletin, DemandeNote
from .reponses import AnomaliesDsn, Brut, Bulletin, Diagnostic, Explication, Note, Simulation

__all__ = [
    "CONTRACT",
    "CdduError",
    "Engine",
    "__version__",
    "brut",
    "bulletin",
    "bulletins",
    "dsn",
    "expliquer",
    "note",
    "schema",
    "simuler",
]

CONTRACT: int = _native.CONTRACT
__version__: str = _native.VERSION

Text = Union[str, bytes]
Amount = Union[str, int, Decimal]


class CdduError(Exception):
    """Une demande refusée. `diagnostics` : code, gravite, champ, message et aide de chaque erreur."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.answer: Dict[str, Any] = dict(answer)
        self.diagnostics: List[Diagnostic] = list(answer.get("erreurs", []))
        self.reference: Optional[str] = answer.get("reference")
        first: Mapping[str, Any] = self.diagnostics[0] if self.diagnostics else {"code": "?", "message": ""}
        more = len(self.diagnostics) - 1
        place = f" ({first['champ']})" if first.get("champ") else ""
        super().__init__(f"[{first['code']}] {first['message']}{place}" + (f", et {more} de plus" if more > 0 else ""))

    def __reduce__(self) -> Tuple[Any, ...]:
        # Une erreur passe d'un processus à l'autre (multiprocessing, Spark).
        return (CdduError, (self.answer,))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        # 700 normalisé s'écrit 7E+2, que le contrat ne lit pas ; un nombre démesuré reste court.
        return format(value, "f") if value.is_finite() and -20 < value.adjusted() < 20 else str(value)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} ne s'écrit pas dans une demande")


def _no_float(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value!r} : un montant se donne en Decimal ou en texte, jamais en float")
    if isinstance(value, Mapping):
        for inner in value.values():
            _no_float(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _no_float(inner)


def _bytes(request: object) -> bytes:
    if isinstance(request, bytes):
        return request
    if isinstance(request, str):
        return request.encode("utf-8", "surrogatepass")
    _no_float(request)
    return json.dumps(request, default=_plain, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")


class _Reader:
    """Fait des Decimal des textes que le schéma dit être des nombres."""

    NUMBERS = ("#/$defs/Montant", "#/$defs/Taux", "#/$defs/Quantite")

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def read(self, value: Any, schema: Any) -> Any:
        if value is None or not isinstance(schema, dict):
            return value
        ref = schema.get("$ref")
        if ref in self.NUMBERS:
            return Decimal(value) if isinstance(value, str) else value
        if ref is not None:
            return self.read(value, self.schema["$defs"][ref.rsplit("/", 1)[1]])
        for inner in schema.get("anyOf", ()):
            if isinstance(inner, dict) and inner.get("type") != "null":
                return self.read(value, inner)
        if isinstance(value, dict):
            properties, other = schema.get("properties", {}), schema.get("additionalProperties")
            return {key: self.read(inner, properties.get(key, other)) for key, inner in value.items()}
        if isinstance(value, list):
            items = schema.get("items")
            return [self.read(inner, items) for inner in value]
        return value


_readers: Dict[str, _Reader] = {}


class Engine:
    """Un jeu de barèmes et ce qui se calcule avec ; peut servir plusieurs fils d'exécution à la fois.

    `tables` : dossier d'un jeu entier ; avec `over=True`, quelques fichiers posés sur les barèmes du programme.
    """

    def __init__(self, tables: Optional[Union[str, "PathLike[str]"]] = None, *, over: bool = False) -> None:
        try:
            self._engine = _native.Engine(tables, over)
        except ValueError as error:
            raise CdduError(json.loads(str(error))) from None

    def call(self, name: str, request: object) -> str:
        """La réponse JSON d'un appel, octet pour octet celle de la ligne de commande ; erreurs comprises."""
        return self._engine.call(name, _bytes(request))[1]

    def _checked(self, name: str, request: object) -> str:
        status, text = self._engine.call(name, _bytes(request))
        if status == 2:
            raise CdduError(json.loads(text))
        return text

    def _answer(self, name: str, request: object) -> Any:
        text = self._checked(name, request)
        reader = _readers.get(name)
        if reader is None:
            reader = _readers[name] = _Reader(self.schema(f"{name}-sortie"))
        return reader.read(json.loads(text, parse_float=Decimal), reader.schema)

    def bulletin(self, demande: Union[Text, DemandeBulletin]) -> Bulletin:
        """Un bulletin de paie."""
        return cast(Bulletin, self._answer("bulletin", demande))

    def bulletins(self, demandes: Iterable[Union[Text, DemandeBulletin]]) -> Iterator[Union[Bulletin, CdduError]]:
        """Un bulletin, ou l'erreur qui le refuse, par demande et dans le même ordre."""
        for demande in demandes:
            try:
                yield self.bulletin(demande)
            except CdduError as error:
                yield error

    def note(self, demande: Union[Text, DemandeNote]) -> Note:
        """Une note de droits d'auteur."""
        return cast(Note, self._answer("note", demande))

    def brut(self, demande: Union[Text, DemandeBrut]) -> Brut:
        """Des heures au brut."""
        return cast(Brut, self._answer("brut", demande))

    def expliquer(
        self,
        demande: Union[Text, DemandeBulletin, DemandeNote],
        ligne: Optional[str] = None,
        contrat: Optional[str] = None,
    ) -> Explication:
        """D'où vient chaque chiffre, ou ceux d'une ligne."""
        return cast(Explication, self._answer("expliquer", _around(demande, ligne=ligne, contrat=contrat)))

    def simuler(
        self,
        demande: Union[Text, DemandeBulletin],
        net: Optional[Amount] = None,
        cout: Optional[Amount] = None,
        contrat: Optional[str] = None,
    ) -> Simulation:
        """Le coût d'un engagement, ou le brut qui donne un net ou un coût voulu."""
        return cast(Simulation, self._answer("simuler", _around(demande, net=net, cout=cout, contrat=contrat)))

    def dsn(self, fichier: bytes) -> AnomaliesDsn:
        """Les anomalies d'un fichier de la norme DSN, donné en octets."""
        return cast(AnomaliesDsn, json.loads(self._checked("dsn.verifier", {"contenu": fichier.decode("latin-1")})))

    def schema(self, nom: str) -> Dict[str, Any]:
        """Un schéma du contrat (JSON Schema 2020-12)."""
        return cast(Dict[str, Any], json.loads(self._checked("schema", {"nom": nom})))


def _around(demande: object, **options: object) -> bytes:
    given = {key: value for key, value in options.items() if value is not None}
    if isinstance(demande, Mapping) and "reference" in demande:
        # La référence est celle de l'appel entier.
        given["reference"] = demande["reference"]
        demande = {key: value for key, value in demande.items() if key != "reference"}
    return b'{"demande":' + _bytes(demande) + (b"," if given else b"") + _bytes(given)[1:]


_default: Optional[Engine] = None


def _engine() -> Engine:
    global _default
    if _default is None:
        _default = Engine()
    return _default


def bulletin(demande: Union[Text, DemandeBulletin]) -> Bulletin:
    """Un bulletin de paie, avec les barèmes du programme."""
    return _engine().bulletin(demande)


def bulletins(demandes: Iterable[Union[Text, DemandeBulletin]]) -> Iterator[Union[Bulletin, CdduError]]:
    """Un bulletin, ou l'erreur qui le refuse, par demande."""
    return _engine().bulletins(demandes)


def note(demande: Union[Text, DemandeNote]) -> Note:
    """Une note de droits d'auteur."""
    return _engine().note(demande)


def brut(demande: Union[Text, DemandeBrut]) -> Brut:
    """Des heures au brut."""
    return _engine().brut(demande)


def expliquer(
    demande: Union[Text, DemandeBulletin, DemandeNote], ligne: Optional[str] = None, contrat: Optional[str] = None
) -> Explication:
    """D'où vient chaque chiffre, ou ceux d'une ligne."""
    return _engine().expliquer(demande, ligne, contrat)


def simuler(
    demande: Union[Text, DemandeBulletin],
    net: Optional[Amount] = None,
    cout: Optional[Amount] = None,
    contrat: Optional[str] = None,
) -> Simulation:
    """Le coût d'un engagement, ou le brut qui donne un net ou un coût voulu."""
    return _engine().simuler(demande, net, cout, contrat)


def dsn(fichier: bytes) -> AnomaliesDsn:
    """Les anomalies d'un fichier de la norme DSN."""
    return _engine().dsn(fichier)


def schema(nom: str) -> Dict[str, Any]:
    """Un schéma du contrat."""
    return _engine().schema(nom)
