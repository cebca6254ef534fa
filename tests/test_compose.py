"""The services of docker-compose.yml: what they promise, and the page that is about them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from api.settings import settings
from tests.conftest import ROOT
from tests.neo4j_java import VERSION, java_command
from tests.services import COMPOSE, PASSWORD, composed

PAGE = ROOT / "docs" / "docker.md"


@pytest.fixture
def services() -> dict[str, Any]:
    return composed({"NEO4J_PASSWORD": PASSWORD})


# -- docker-compose.yml -------------------------------------------------------------------------


def valid(path: Path) -> subprocess.CompletedProcess[str]:
    """Check a file against the schema of the compose specification, as published with the tool."""
    command = ("-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", path)
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_services_keep_the_schema_of_compose(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(COMPOSE.read_text("utf-8").replace("healthcheck:", "healtcheck:"), "utf-8")

    good = valid(COMPOSE)

    assert good.returncode == 0, good.stdout
    assert "healtcheck" in valid(wrong).stdout


def test_without_a_password_nothing_starts() -> None:
    with pytest.raises(KeyError, match="NEO4J_PASSWORD has to be set"):
        composed({})

    found = re.findall(r"\$\{(\w*PASSWORD\w*)(.?.?)", COMPOSE.read_text("utf-8"))
    assert found == [("NEO4J_PASSWORD", ":?")] * 2  # both who ask for it and who give it


def test_only_this_machine_reaches_what_is_served(services: dict[str, Any]) -> None:
    assert services["neo4j"]["ports"] == ["127.0.0.1:7687:7687", "127.0.0.1:7474:7474"]
    # published ports do not lead to a container's loopback, and tieline listens on nothing else
    assert services["tieline"]["network_mode"] == "host"
    assert "ports" not in services["tieline"]
    assert "TIELINE_HOST" not in services["tieline"]["environment"]


def test_what_has_to_last_is_in_volumes(services: dict[str, Any]) -> None:
    declared = YAML(typ="safe").load(COMPOSE)["volumes"]
    mounted = [one.split(":") for service in services.values() for one in service["volumes"]]

    assert dict(mounted) == {
        "neo4j-data": "/data",
        "neo4j-logs": "/logs",
        "tieline-home": "/home/tieline",
    }
    assert set(declared) == {name for name, _ in mounted}


def test_tieline_is_given_no_more_rights_than_it_needs(services: dict[str, Any]) -> None:
    tieline = services["tieline"]

    assert tieline["read_only"] is True
    assert tieline["cap_drop"] == ["ALL"]
    assert tieline["security_opt"] == ["no-new-privileges:true"]
    assert tieline["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def test_the_variables_of_tieline_are_settings(services: dict[str, Any]) -> None:
    found = settings(environment=services["tieline"]["environment"])

    assert found.url == "neo4j://127.0.0.1:7687/neo4j"
    assert found.login().user == "neo4j"
    assert found.login().password == PASSWORD
    assert found.port == 8765


def test_the_image_of_neo4j_is_of_the_line_that_the_tests_run_on(services: dict[str, Any]) -> None:
    line = ".".join(VERSION.split(".")[:2])

    assert services["neo4j"]["image"] == f"neo4j:{line}-community"


def neo4j_settings(services: dict[str, Any]) -> dict[str, str]:
    """The settings of Neo4j, by the rule of its image: `__` is `_` and `_` is a dot."""
    given = services["neo4j"]["environment"].items()
    return {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): value
        for name, value in given
        if name != "NEO4J_AUTH"
    }


@pytest.mark.neo4j
def test_neo4j_knows_its_settings(services: dict[str, Any], tmp_path: Path) -> None:
    """Its own check of a configuration, in which an unknown name or a wrong value is an error."""
    found = neo4j_settings(services)
    good, wrong = tmp_path / "good", tmp_path / "wrong"
    for folder, changed in ((good, found), (wrong, {**found, "db.memory.transaction.most": "1g"})):
        (folder / "conf").mkdir(parents=True)
        lines = [f"{name}={value}\n" for name, value in changed.items()]
        (folder / "conf" / "neo4j.conf").write_text("".join(lines), "utf-8")

    assert {"server.memory.heap.max_size", "dbms.usage_report.enabled"} <= set(found)
    assert "validation successful" in checked(good)
    assert "db.memory.transaction.most" in checked(wrong)


def checked(home: Path) -> str:
    admin = ("org.neo4j.server.startup.Neo4jAdminCommand", "server", "validate-config")
    return subprocess.run(
        [*java_command("128m"), f"-Dbasedir={home}", *admin],
        env=os.environ | {"NEO4J_HOME": str(home), "NEO4J_CONF": f"{home}/conf"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    ).stdout


def test_the_health_check_of_neo4j_logs_in_with_any_password(
    services: dict[str, Any], tmp_path: Path
) -> None:
    """cypher-shell comes with the image only; here a script says what it would be given."""
    shell = tmp_path / "cypher-shell"
    shell.write_text('#!/bin/sh\nprintf "%s\\n" "$NEO4J_USERNAME" "$NEO4J_PASSWORD" "$@"\n')
    shell.chmod(0o755)
    kind, command = services["neo4j"]["healthcheck"]["test"]
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env={
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "NEO4J_AUTH": services["neo4j"]["environment"]["NEO4J_AUTH"],
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert kind == "CMD-SHELL"
    assert done.stdout.splitlines() == [
        "neo4j",
        PASSWORD,
        *("--address", "bolt://127.0.0.1:7687", "--format", "plain", "RETURN 1"),
    ]


# -- the page -----------------------------------------------------------------------------------


def test_the_first_command_makes_a_password_that_only_its_owner_reads(tmp_path: Path) -> None:
    block = re.search(r"^```sh\n(.+?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None
    first, second = block[1].splitlines()
    for _ in range(2):  # the second time it says no: what is in the volume knows the first
        done = subprocess.run(
            ["sh", "-c", first], cwd=tmp_path, capture_output=True, text=True, check=False
        )
    file = tmp_path / ".env"
    name, _, password = file.read_text("utf-8").strip().partition("=")

    assert done.returncode != 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert composed({name: password})["neo4j"]["environment"]["NEO4J_AUTH"] == f"neo4j/{password}"
    assert len(password) == 32
    assert second == "docker compose up --build --detach --wait"


def test_the_page_names_every_variable_with_its_default() -> None:
    rows = re.findall(r"^\| (`[A-Z].+?) \| (.+?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    told = {
        name: default
        for names, defaults in rows
        for name, default in zip(names.split(", "), defaults.split(", "), strict=True)
    }
    found = re.findall(r"\$\{(\w+)(?::-([^}]*))?", COMPOSE.read_text("utf-8"))

    assert told == {
        f"`{name}`": f"`{default}`" if default else "none"
        for name, default in found
        if name != "NEO4J_AUTH"  # read inside the container
    }
