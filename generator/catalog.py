"""All of data/, read, typed and joined with the place of every value."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator import case_model, model, picture_model, reference_model, registry, strict_yaml, wording
from generator.document import Document, Location
from generator.layout import FILES, FOLDERS
from generator.problems import DataError, Place, Problem
from generator.registry import Registry

# Where the hand-written pages stand that prose may link to.
WRITTEN = ("learn", "howto", "helpdesk", "about")

T = TypeVar("T", bound=BaseModel)
Key = tuple[str, int | str]
Home = tuple[Document, Location]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Every record by its id (ports by their number), in the order in which pages list them."""

    classes: Mapping[str, model.IpClass]
    blocks: Mapping[str, model.AddressBlock]
    ranges: Mapping[str, model.PortRange]
    systems: Mapping[str, model.SystemRange]
    refused: model.RefusedPorts
    procedures: Mapping[str, case_model.Procedure]
    sightings: Mapping[str, model.Sighting]
    sources: Mapping[str, model.Source]
    ports: Mapping[int, model.Port]
    cases: Mapping[str, case_model.Case]
    symptoms: Mapping[str, reference_model.Symptom]
    corrections: Mapping[str, reference_model.Correction]
    terms: Mapping[str, reference_model.Term]
    exchanges: Mapping[str, picture_model.Exchange]
    journeys: Mapping[str, picture_model.Journey]
    registry: Registry
    written: frozenset[str]
    homes: Mapping[Key, Home]

    def records(self) -> Iterator[BaseModel]:
        """Every record of every kind."""
        for group in (
            *(self.classes, self.blocks, self.ranges, self.systems, self.procedures, self.sightings),
            *(self.sources, self.ports, self.cases, self.symptoms, self.corrections, self.terms),
            *(self.exchanges, self.journeys),
        ):
            yield from group.values()
        yield from (self.refused, self.registry.provenance)

    def place(self, record: BaseModel, *location: int | str) -> Place:
        """Return where a value of `record` stands in the data."""
        document, start = self.homes[key_of(record)]
        return document.place((*start, *location))

    def problem(self, record: BaseModel, location: Location, message: str, suggestion: str = "") -> Problem:
        """Return a problem with a value of `record`, at its place."""
        return Problem(place=self.place(record, *location), message=message, suggestion=suggestion)

    def path(self, record: BaseModel) -> str:
        """Return the file that holds `record`."""
        return self.homes[key_of(record)][0].path


def key_of(record: BaseModel) -> Key:
    """Return what tells a record from all others: its kind, and its id or number."""
    return (type(record).__name__, getattr(record, "number", None) or getattr(record, "id", None) or "")


def load(root: Path) -> Catalog:
    """Read all of `root`/data.

    Raises:
        DataError: with every problem of every file.
    """
    loader = _Loader(root)
    files = {name: loader.file(f"data/{name}", kind) for name, kind in FILES.items()}
    ports = loader.folder("ports", model.Port)
    cases = loader.folder("troubleshooting", case_model.Case)
    services = loader.services()
    loader.refuse_strangers()
    if loader.problems:
        raise DataError(loader.problems)
    ranges = files["port-ranges.yml"]
    return Catalog(
        classes=_by_id(files["ip-classes.yml"].classes),
        blocks=_by_id(files["address-blocks.yml"].blocks),
        ranges=_by_id(ranges.ranges),
        systems=_by_id(ranges.systems),
        refused=ranges.refused_by_browsers,
        procedures=_by_id(files["commands.yml"].procedures),
        sightings=_by_id(files["sightings.yml"].sightings),
        sources=_by_id(files["sources.yml"].sources),
        ports={port.number: port for port in sorted(ports, key=lambda it: it.number)},
        cases=_by_id(cases),
        symptoms=_by_id(files["triage.yml"].symptoms),
        corrections=_by_id(files["corrections.yml"].corrections),
        terms=_by_id(files["glossary.yml"].terms),
        exchanges=_by_id(files["pictures.yml"].exchanges),
        journeys=_by_id(files["pictures.yml"].journeys),
        registry=Registry(services=services, provenance=files["services.provenance.yml"]),
        written=frozenset(_written_pages(root / "docs")),
        homes=loader.homes,
    )


def _by_id(records: tuple[Any, ...] | list[Any]) -> dict[str, Any]:
    return {record.id: record for record in records}


def _written_pages(docs: Path) -> Iterator[str]:
    """Yield the hand-written pages as prose names them: `learn/loopback`, without the ending."""
    for folder in WRITTEN:
        for file in docs.glob(f"{folder}/**/*.md"):
            yield file.relative_to(docs).with_suffix("").as_posix()


class _Loader:
    """Reads file after file and collects what is wrong with any of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.homes: dict[Key, Home] = {}

    def file(self, path: str, kind: type[T]) -> Any:
        """Read one file that must exist; None when it has problems."""
        if not (self.root / path).is_file():
            self.problems.append(Problem(place=Place(path=path), message="the file is missing"))
            return None
        found = self._read(path, kind)
        if found:
            self._remember_all(*found)
        return found[1] if found else None

    def folder(self, name: str, kind: type[T]) -> list[T]:
        """Read every file of a folder that holds one record a file."""
        records = []
        for file in sorted((self.root / "data" / name).glob("*.yml")):
            if found := self._read(f"data/{name}/{file.name}", kind):
                self._remember(found[1], found[0], ())
                records.append(found[1])
        return records

    def services(self) -> tuple[registry.Service, ...]:
        """Read IANA's registry; nothing when it has problems."""
        try:
            return registry.read(self.root)
        except DataError as error:
            self.problems.extend(error.problems)
            return ()

    def refuse_strangers(self) -> None:
        """Report YAML files that nothing reads: a misplaced or misspelled file is a lost fact."""
        for directory, _, names in sorted(os.walk(self.root / "data")):
            folder = Path(directory).relative_to(self.root / "data").as_posix()
            for name in sorted(names):
                known = name in FILES if folder == "." else folder in FOLDERS and name.endswith(".yml")
                if name.endswith((".yml", ".yaml")) and not known:
                    place = Place(path=f"data/{folder}/{name}".replace("/./", "/"))
                    message = "no part of the site is made from this file"
                    self.problems.append(Problem(place=place, message=message, suggestion="move or remove it"))

    def _read(self, path: str, kind: type[T]) -> tuple[Document, T] | None:
        try:
            document = strict_yaml.read(self.root / path, path)
        except DataError as error:
            self.problems.extend(error.problems)
            return None
        try:
            return document, kind.model_validate(document.content)
        except ValidationError as error:
            self.problems.extend(wording.problems(error, document, kind))
            return None

    def _remember_all(self, document: Document, records: BaseModel) -> None:
        """Remember every record of a file that holds lists of them, or the one that it is."""
        if isinstance(records, model.Record):
            self._remember(records, document, ())
            return
        for name, value in records:
            if isinstance(value, model.Record):
                self._remember(value, document, (name,))
            else:
                for index, item in enumerate(value):
                    self._remember(item, document, (name, index))

    def _remember(self, record: BaseModel, document: Document, location: Location) -> None:
        key = key_of(record)
        if key in self.homes:
            first_document, first = self.homes[key]
            first_place = first_document.place(first)
            message = f'the id "{key[1]}" is given twice'
            suggestion = f"first in {first_place.path}, line {first_place.line}"
            self.problems.append(Problem(place=document.place(location), message=message, suggestion=suggestion))
        else:
            self.homes[key] = (document, location)
