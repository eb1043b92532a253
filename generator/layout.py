"""Which data file holds which records."""

from pydantic import BaseModel

from generator import case_model, model, picture_model, reference_model
from generator.model import Strict


class IpClassesFile(Strict):
    """data/ip-classes.yml."""

    classes: tuple[model.IpClass, ...]


class AddressBlocksFile(Strict):
    """data/address-blocks.yml."""

    blocks: tuple[model.AddressBlock, ...]


class PortRangesFile(Strict):
    """data/port-ranges.yml."""

    ranges: tuple[model.PortRange, ...]
    systems: tuple[model.SystemRange, ...]
    refused_by_browsers: model.RefusedPorts


class CommandsFile(Strict):
    """data/commands.yml."""

    procedures: tuple[case_model.Procedure, ...]


class PicturesFile(Strict):
    """data/pictures.yml."""

    exchanges: tuple[picture_model.Exchange, ...]
    journeys: tuple[picture_model.Journey, ...]


class SightingsFile(Strict):
    """data/sightings.yml."""

    sightings: tuple[model.Sighting, ...]


class CorrectionsFile(Strict):
    """data/corrections.yml."""

    corrections: tuple[reference_model.Correction, ...]


class GlossaryFile(Strict):
    """data/glossary.yml."""

    terms: tuple[reference_model.Term, ...]


class TriageFile(Strict):
    """data/triage.yml."""

    symptoms: tuple[reference_model.Symptom, ...]


class SourcesFile(Strict):
    """data/sources.yml."""

    sources: tuple[model.Source, ...]


# One file with lists of records, or with a single one: its name and its type.
FILES: dict[str, type[BaseModel]] = {
    "address-blocks.yml": AddressBlocksFile,
    "commands.yml": CommandsFile,
    "corrections.yml": CorrectionsFile,
    "glossary.yml": GlossaryFile,
    "ip-classes.yml": IpClassesFile,
    "pictures.yml": PicturesFile,
    "port-ranges.yml": PortRangesFile,
    "services.provenance.yml": model.Provenance,
    "sightings.yml": SightingsFile,
    "sources.yml": SourcesFile,
    "triage.yml": TriageFile,
}
# One record a file: the folder and the type of its files.
FOLDERS: dict[str, type[BaseModel]] = {"ports": model.Port, "troubleshooting": case_model.Case}
