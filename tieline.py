"""Tieline for notebooks and other programs: re-exports only."""

from api.engine import Engine
from api.settings import Settings, settings
from graph.connect import open_store
from graph.errors import EngineError
from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role, Status
from ingest.load import LoadReport, load

__all__ = [
    "Engine",
    "EngineError",
    "Fact",
    "Interaction",
    "Kind",
    "LoadReport",
    "Merge",
    "Receiver",
    "Role",
    "Settings",
    "Status",
    "load",
    "open_store",
    "settings",
]
