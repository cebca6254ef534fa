"""Settings: every one with its default, its range and one line of help.

A flag wins over the environment (``TIELINE_HALF_LIFE_DAYS``), which wins over the file
(``tieline.toml`` in the current folder, else in the user's configuration folder), which wins over
what a back-test learned for the store (`api.learned`), which wins over the default. Built once,
where a command or a test begins, and handed down; nothing reads the
environment at import. An unknown key is an error with a hint.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import tzinfo
from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from algorithms.rhythm.phase import Thresholds
from algorithms.weighing.durations import TYPICAL_MINUTES
from algorithms.weighing.weights import Weighting
from api.hints import hint
from api.learned import learned
from api.log.identifying import Identifying
from api.weight_settings import checked_minutes, checked_weights
from graph.connect import is_server
from graph.errors import Misuse
from graph.login import Login
from graph.moments import DAY

__all__ = ["NOT_SETTINGS", "Settings", "origins", "settings"]

_PREFIX = "TIELINE_"
NOT_SETTINGS = frozenset({"TIELINE_SHARED", "TIELINE_CONFIG"})
"""Variables with our prefix that are not settings: where tests find data, which file to read."""


class Settings(BaseSettings):
    """Every setting of tieline."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, extra="forbid", frozen=True, validate_default=True
    )
    # what decides a run's numbers, and so its id
    computing: ClassVar[tuple[str, ...]] = (
        "weights",
        "size_exponent",
        "unanswered_share",
        "typical_minutes",
        "max_receivers",
        "live_threshold",
        "own_organizations",
        "seed",
        "pivots",
        "exact_limit",
        "horizon_days",
        "thresholds",
        "automatic_merges",
        "automatic_above",
        "most_members",
    )

    store: str = Field(
        "tieline.duckdb", description="Where interactions are kept: a file's path, or neo4j://..."
    )
    neo4j_user: str = Field("neo4j", description="Who we are at a Neo4j server.")
    neo4j_password: SecretStr = Field(
        SecretStr(""), description="The password there; empty: the server asks for none."
    )
    neo4j_database: str = Field(
        "", description="Which of its databases; empty: its own, or the one in the address."
    )
    write_back: Literal["all", "ties", "none"] = Field(
        "all", description="What a refresh shows in Neo4j: all, ties without scores, or none."
    )
    zone: str = Field("", description="Time zone for dates without one, such as Europe/Warsaw.")
    half_life_days: float = Field(
        30.0, gt=0, le=36_500, description="Days for an interaction's part in a tie to halve."
    )
    own_organizations: tuple[str, ...] = Field(
        (), description="Who we are, such as org:acme.example; empty: the commonest mail domain."
    )
    weights: dict[str, float] = Field(
        default_factory=dict,
        description="What an interaction of a kind, or kind/channel, adds, where not usual.",
    )
    size_exponent: float = Field(
        0.7, ge=0, le=2, description="How a note to many is discounted: weight / size ** this."
    )
    unanswered_share: float = Field(
        0.5, ge=0, le=1, description="What a meeting counts with who has not accepted yet."
    )
    typical_minutes: dict[str, float] = Field(
        default_factory=dict,
        description="Minutes of a usual one, by kind, where not usual; 0: lengths do not count.",
    )
    max_receivers: int = Field(
        50, ge=1, le=10_000, description="An interaction that reached more others ties nobody."
    )
    live_threshold: float = Field(
        1 / 64, gt=0, le=1, description="Strength below which a pair no longer counts as live."
    )
    seed: int = Field(7, ge=0, description="Where random choices begin: equal seeds, equal bytes.")
    pivots: int = Field(
        64, ge=1, le=100_000, description="People that sampled path measures start from."
    )
    exact_limit: float = Field(
        1e8, ge=0, description="People times live pairs up to which path measures are exact."
    )
    horizon_days: int = Field(
        21, ge=1, le=3650, description="Days ahead that the probability of contact is about."
    )
    thresholds: dict[str, float] = Field(
        default_factory=dict, description="Where states of pairs change, where not usual."
    )
    automatic_merges: bool = Field(
        True, description="Whether evidence may make identities one person without anybody asked."
    )
    automatic_above: float = Field(
        0.99, gt=0.5, le=1, description="Probability of being one person from which that is so."
    )
    most_members: int = Field(
        12, ge=2, le=1_000, description="Identities of one person that need nobody's decision."
    )
    topics_from: tuple[Literal["tags", "subjects", "deals", "phrases"], ...] = Field(
        ("tags", "subjects", "deals", "phrases"),
        description="What is kept of topics: tags, subjects of mail and events, deals, phrases.",
    )
    tone: str = Field(
        "vader", description="What gives the tone of texts: vader (English), none, module:object."
    )
    unread: tuple[str, ...] = Field(
        (), description="Channels whose texts nobody reads, such as email; all: no text is read."
    )
    batch_rows: int = Field(
        10_000_000, ge=1, description="Records of a table that share one transaction, at most."
    )
    max_message_mb: int = Field(
        25, ge=1, description="Megabytes of one mail that are looked at; headers always are."
    )
    lock_wait_seconds: float = Field(
        60.0, ge=0, description="Seconds to wait for another process that writes the store."
    )
    memory_limit_gb: float = Field(
        0.0, ge=0, description="Memory that a computation may take, in GB; 0: no limit of ours."
    )
    host: str = Field("127.0.0.1", description="Address that tieline serve listens on.")
    port: int = Field(8765, ge=0, le=65_535, description="Port that tieline serve listens on.")

    @field_validator("weights")
    @classmethod
    def _known_kinds(cls, value: dict[str, float]) -> dict[str, float]:
        checked_weights(value, hint)
        return value

    @field_validator("typical_minutes")
    @classmethod
    def _known_lengths(cls, value: dict[str, float]) -> dict[str, float]:
        checked_minutes(value, hint)
        return value

    @field_validator("thresholds")
    @classmethod
    def _known_thresholds(cls, value: dict[str, float]) -> dict[str, float]:
        for name, limit in value.items():
            if name not in _THRESHOLDS:
                raise ValueError(f"no threshold is called {name!r}{hint(name, _THRESHOLDS)}")
            if not 0 < limit < float("inf"):
                raise ValueError(f"the threshold {name} must be above 0, not {limit}")
        made = Thresholds(**value)
        if not 1 <= made.at_risk <= made.dormant:
            raise ValueError(
                f"at_risk ({made.at_risk:g}) must be at least 1, and dormant ({made.dormant:g}) no "
                "less than that: both are times the patience"
            )
        return value

    @field_validator("own_organizations")
    @classmethod
    def _as_organizations(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        named = (one.strip().lower().removeprefix("org:") for one in value)
        return tuple(sorted({f"org:{name}" for name in named if name}))

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            if value:
                ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"no time zone is called {value!r}; such as Europe/Warsaw") from None
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what ``settings`` gathered and nothing behind its back."""
        _ = settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    @property
    def url(self) -> str:
        """The store's path or address, with the database at its end if one is named."""
        if not self.neo4j_database or not is_server(self.store):
            return self.store
        if urlsplit(self.store).path.strip("/"):
            raise Misuse("the database is named twice: in the store's address and neo4j_database")
        return f"{self.store.rstrip('/')}/{self.neo4j_database}"

    def login(self) -> Login:
        """Give the login at a server: none where no password is set."""
        password = self.neo4j_password.get_secret_value()
        return Login(self.neo4j_user if password else "", password)

    def weighting(self) -> Weighting:
        """Give the table of weights that algorithms read."""
        typical = {**TYPICAL_MINUTES, **self.typical_minutes}
        return Weighting(self.weights, self.size_exponent, self.unanswered_share, typical)

    def identifying(self) -> Identifying:
        """Give how it is decided who is one person."""
        return Identifying(self.automatic_merges, self.automatic_above, self.most_members)

    def limits(self) -> Thresholds:
        """Give where states change."""
        return Thresholds(**self.thresholds)

    def tz(self) -> tzinfo | None:
        """Give the zone for dates without one, or None for UTC with a warning."""
        return ZoneInfo(self.zone) if self.zone else None

    @property
    def half_life(self) -> int:
        """The half-life in microseconds."""
        return round(self.half_life_days * DAY)


def settings(
    flags: Mapping[str, object] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Build the settings; a ``Misuse`` names the key, what was found and what was expected."""
    values = _values(_layers(flags, environment, file))
    try:
        return Settings(**values)
    except ValidationError as error:
        raise Misuse("\n".join(_told(problem) for problem in error.errors())) from None


def origins(
    flags: Mapping[str, object] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> dict[str, str]:
    """Say for every setting where its value comes from: default, a file, environment or flag."""
    found = dict.fromkeys(Settings.model_fields, "default")
    for origin, given in _layers(flags, environment, file):
        found |= dict.fromkeys(given, origin)
    return found


def _values(layers: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _, given in layers:
        found |= given
    return found


def _layers(
    flags: Mapping[str, object] | None,
    environment: Mapping[str, str] | None,
    file: Path | None,
) -> list[tuple[str, dict[str, Any]]]:
    """The values given at each level, the weakest first: what was learned for the store."""
    layers = _given(flags, environment, file)
    values = _values(layers)
    named = {name: values[name] for name in ("store", "neo4j_database") if values.get(name)}
    try:
        known = learned(Settings(**named).url)
    except ValidationError:  # a store that is no text: told by who asked for the settings
        return layers
    return layers if known is None else [("learned", known.values()), *layers]


def _given(
    flags: Mapping[str, object] | None,
    environment: Mapping[str, str] | None,
    file: Path | None,
) -> list[tuple[str, dict[str, Any]]]:
    """What a file, the environment and flags say."""
    variables = os.environ if environment is None else environment
    layers: list[tuple[str, dict[str, Any]]] = []
    path = file or _file(variables)
    if path is not None:
        layers.append((str(path), _from_file(path)))
    layers.append(("environment", _from_environment(variables)))
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    layers.append(("flag", given))
    return layers


def _file(variables: Mapping[str, str]) -> Path | None:
    if named := variables.get("TIELINE_CONFIG"):
        return Path(named)
    home = variables.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    for path in (Path("tieline.toml"), Path(home) / "tieline" / "tieline.toml"):
        if path.is_file():
            return path
    return None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
    except OSError as error:
        raise Misuse(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misuse(f"{path} is not TOML: {error}") from error
    for key in values:
        if key not in Settings.model_fields:
            raise Misuse(f"{path}: no setting is called {key!r}{hint(key, _NAMES)}")
    return values


def _from_environment(variables: Mapping[str, str]) -> dict[str, Any]:
    for key in variables:
        name = key.removeprefix(_PREFIX).lower()
        if key.startswith(_PREFIX) and key not in NOT_SETTINGS and name not in _NAMES:
            raise Misuse(f"{key}: no setting is called {name!r}{hint(name, _NAMES)}")
    source = EnvSettingsSource(Settings, env_prefix=_PREFIX)
    source.env_vars = {key.lower(): value for key, value in variables.items()}
    try:
        return source()
    except ValueError as error:
        raise Misuse(f"environment: {error}; lists and tables are written as JSON") from error


def _told(problem: Any) -> str:  # noqa: ANN401 - pydantic's own shape
    where = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    return f"setting {where}: {message} (found {problem['input']!r})"


_NAMES = list(Settings.model_fields)
_THRESHOLDS = [field.name for field in fields(Thresholds)]
