"""Paie et déclarations des CDDU du cinéma et de l'audiovisuel.

Une demande est un dict ou un texte JSON (voir docs/integrer.md) ; un montant s'y donne en Decimal ou en texte, jamais en float.
Une réponse est un dict dont les montants, les taux et les quantités sont des Decimal.
"""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from os import PathLike
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Union

from . import _native

__all__ = ["CONTRACT", "CdduError", "Engine", "brut", "bulletin", "bulletins", "dsn", "expliquer", "note", "schema", "simuler"]

CONTRACT: int = _native.CONTRACT
Request = Union[str, bytes, Mapping[str, Any]]
Amount = Union[str, int, Decimal]


class CdduError(Exception):
    """Une demande refusée. `diagnostics` : code, gravite, champ, message et aide de chaque erreur."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.diagnostics: List[Dict[str, Any]] = list(answer.get("erreurs", []))
        self.reference: Optional[str] = answer.get("reference")
        first = self.diagnostics[0] if self.diagnostics else {"code": "?", "message": ""}
        more = len(self.diagnostics) - 1
        place = f" ({first['champ']})" if first.get("champ") else ""
        super().__init__(f"[{first['code']}] {first['message']}{place}" + (f", et {more} autres" if more > 0 else ""))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (datetime.date,)) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} ne s'écrit pas dans une demande")


def _no_float(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value!r} : un montant se donne en Decimal ou en texte, jamais en float")
    if isinstance(value, Mapping):
        for inner in value.values():
            _no_float(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _no_float(inner)


def _bytes(request: Request) -> bytes:
    if isinstance(request, bytes):
        return request
    if isinstance(request, str):
        return request.encode("utf-8", "surrogatepass")
    _no_float(request)
    return json.dumps(request, default=_plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


class _Reader:
    """Fait des Decimal des textes que le schéma dit être des nombres."""

    NUMBERS = ("#/$defs/Montant", "#/$defs/Taux", "#/$defs/Quantite")

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def read(self, value: Any, schema: Any = None) -> Any:
        schema = self.schema if schema is None else schema
        if value is None or not isinstance(schema, Mapping):
            return value
        ref = schema.get("$ref")
        if ref in self.NUMBERS:
            return Decimal(value) if isinstance(value, str) else value
        if ref is not None:
            return self.read(value, self.schema["$defs"][ref.rsplit("/", 1)[1]])
        for inner in schema.get("anyOf", ()):
            if isinstance(inner, Mapping) and inner.get("type") != "null":
                return self.read(value, inner)
        if isinstance(value, dict):
            properties, other = schema.get("properties", {}), schema.get("additionalProperties")
            return {key: self.read(inner, properties.get(key, other) or True) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.read(inner, schema.get("items", True)) for inner in value]
        return value


class Engine:
    """Un jeu de barèmes et ce qui se calcule avec ; peut servir plusieurs fils d'exécution à la fois.

    `tables` : dossier d'un jeu entier ; avec `over=True`, quelques fichiers posés sur les barèmes du programme.
    """

    def __init__(self, tables: Optional[Union[str, "PathLike[str]"]] = None, *, over: bool = False) -> None:
        try:
            self._engine = _native.Engine(tables, over)
        except ValueError as error:
            raise CdduError(json.loads(str(error))) from None
        self._readers: Dict[str, _Reader] = {}

    def call(self, name: str, request: Request) -> str:
        """La réponse JSON d'un appel, octet pour octet celle de la ligne de commande ; erreurs comprises."""
        return self._engine.call(name, _bytes(request))[1]

    def _answer(self, name: str, request: Request) -> Any:
        status, text = self._engine.call(name, _bytes(request))
        if status == 2:
            raise CdduError(json.loads(text))
        if name not in self._readers:
            self._readers[name] = _Reader(self.schema(f"{name}-sortie"))
        return self._readers[name].read(json.loads(text))

    def bulletin(self, demande: Request) -> Dict[str, Any]:
        """Un bulletin de paie."""
        return self._answer("bulletin", demande)

    def bulletins(self, demandes: Iterable[Request]) -> Iterator[Union[Dict[str, Any], CdduError]]:
        """Un bulletin, ou l'erreur qui le refuse, par demande et dans le même ordre."""
        for demande in demandes:
            try:
                yield self.bulletin(demande)
            except CdduError as error:
                yield error

    def note(self, demande: Request) -> Dict[str, Any]:
        """Une note de droits d'auteur."""
        return self._answer("note", demande)

    def brut(self, demande: Request) -> Dict[str, Any]:
        """Des heures au brut."""
        return self._answer("brut", demande)

    def expliquer(self, demande: Request, ligne: Optional[str] = None, contrat: Optional[str] = None) -> List[Dict[str, Any]]:
        """D'où vient chaque chiffre, ou ceux d'une ligne."""
        return self._answer("expliquer", _around(demande, ligne=ligne, contrat=contrat))

    def simuler(
        self,
        demande: Request,
        net: Optional[Amount] = None,
        cout: Optional[Amount] = None,
        contrat: Optional[str] = None,
    ) -> List[Dict[str, Any]]:
        """Le coût d'un engagement, ou le brut qui donne un net ou un coût voulu."""
        return self._answer("simuler", _around(demande, net=net, cout=cout, contrat=contrat))

    def dsn(self, fichier: bytes) -> List[Dict[str, Any]]:
        """Les anomalies d'un fichier de la norme DSN, donné en octets."""
        request = {"contenu": fichier.decode("latin-1")}
        return json.loads(self._checked("dsn.verifier", request))

    def schema(self, nom: str) -> Dict[str, Any]:
        """Un schéma du contrat (JSON Schema 2020-12)."""
        return json.loads(self._checked("schema", {"nom": nom}))

    def _checked(self, name: str, request: Request) -> str:
        status, text = self._engine.call(name, _bytes(request))
        if status == 2:
            raise CdduError(json.loads(text))
        return text


def _around(demande: Request, **options: Any) -> bytes:
    _no_float(options)
    given = {key: value for key, value in options.items() if value is not None}
    tail = json.dumps(given, default=_plain, ensure_ascii=False)[1:]
    return b'{"demande":' + _bytes(demande) + (b"," if given else b"") + tail.encode("utf-8", "surrogatepass")


_default: Optional[Engine] = None


def _engine() -> Engine:
    global _default
    if _default is None:
        _default = Engine()
    return _default


def bulletin(demande: Request) -> Dict[str, Any]:
    """Un bulletin de paie, avec les barèmes du programme."""
    return _engine().bulletin(demande)


def bulletins(demandes: Iterable[Request]) -> Iterator[Union[Dict[str, Any], CdduError]]:
    """Un bulletin, ou l'erreur qui le refuse, par demande."""
    return _engine().bulletins(demandes)


def note(demande: Request) -> Dict[str, Any]:
    """Une note de droits d'auteur."""
    return _engine().note(demande)


def brut(demande: Request) -> Dict[str, Any]:
    """Des heures au brut."""
    return _engine().brut(demande)


def expliquer(demande: Request, ligne: Optional[str] = None, contrat: Optional[str] = None) -> List[Dict[str, Any]]:
    """D'où vient chaque chiffre, ou ceux d'une ligne."""
    return _engine().expliquer(demande, ligne, contrat)


def simuler(
    demande: Request, net: Optional[Amount] = None, cout: Optional[Amount] = None, contrat: Optional[str] = None
) -> List[Dict[str, Any]]:
    """Le coût d'un engagement, ou le brut qui donne un net ou un coût voulu."""
    return _engine().simuler(demande, net, cout, contrat)


def dsn(fichier: bytes) -> List[Dict[str, Any]]:
    """Les anomalies d'un fichier de la norme DSN."""
    return _engine().dsn(fichier)


def schema(nom: str) -> Dict[str, Any]:
    """Un schéma du contrat."""
    return _engine().schema(nom)
