"""Shared commands whose samples need a machine of their own: names, addresses, and a program to stop."""

import subprocess
from pathlib import Path

from generator import case_model, strict_yaml
from tests.claims.clients import with_hosts
from tests.claims.witness import LONGEST, PYTHON, ROOT, bind, free_port, in_private_network, run

NETWORK = """
ip link add eth0 type veth peer name far
ip link set eth0 addrgenmode none
ip address add 192.0.2.10/24 dev eth0
ip address add 2001:db8::10/64 dev eth0 nodad
ip link set far up
ip link set eth0 up
until ip -br link show eth0 | grep -q ' UP '; do sleep 0.05; done
"""  # the kernel notices a moment later that both ends of the wire are up


def checks(name: str) -> list[case_model.Check]:
    """Return the commands of a procedure for Linux."""
    content = strict_yaml.read(ROOT / "data/commands.yml", "data/commands.yml").content
    procedure = next(it for it in content["procedures"] if it["id"] == name)
    return [it for it in case_model.Procedure.model_validate(procedure).checks if it.system == "linux"]


def sample(check: case_model.Check) -> list[str]:
    """Return the lines of a sample without the spaces around them."""
    return [line.strip() for line in (check.output or "").splitlines()]


def test_localhost_resolves_as_the_sample_shows(tmp_path: Path) -> None:
    """Under the usual hosts file the command prints its sample, letter by letter."""
    check = checks("resolve-localhost")[0]
    assert [line.strip() for line in with_hosts(tmp_path, check.command).splitlines()] == sample(check)


def test_addresses_are_listed_as_the_sample_shows() -> None:
    """On a machine with the sample's addresses the command prints its sample, letter by letter."""
    check = checks("own-addresses")[0]
    printed = in_private_network(f"{NETWORK}\n{check.command}").replace("eth0@far", "eth0    ")
    assert [line.strip() for line in printed.splitlines() if not line.startswith("far")] == sample(check)


def test_a_program_is_shown_and_stopped() -> None:
    """The commands show the program behind the process id as the sample does, and then end it."""
    port = free_port()
    server = [PYTHON, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    show, stop = checks("stop-owner")
    with subprocess.Popen(server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        printed = run("bash", "-c", show.command.replace("PID", str(program.pid))).stdout
        assert run("bash", "-c", stop.command.replace("PID", str(program.pid))).returncode == 0
        program.wait(LONGEST)
    heading, row = printed.splitlines()
    assert heading.split() == sample(show)[0].split()
    assert row.endswith(sample(show)[1].rpartition("python3")[2].replace("PORT", str(port)))
    bind(("127.0.0.1", port))
