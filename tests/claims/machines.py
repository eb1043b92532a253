"""Two machines on one wire: a network namespace inside another, as container engines make them."""

import shlex

from tests.claims.witness import PYTHON, in_private_network, said

PORT = 4242
HOST, CONTAINER = "192.0.2.1", "192.0.2.2"  # addresses for documentation (RFC 5737)
TWO_MACHINES = f"""
unshare --net sleep 30 & container=$!
until [ "$(readlink /proc/$container/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
inside() {{ nsenter --target $container --net "$@"; }}
ip link add host0 type veth peer name eth0 netns $container
ip address add {HOST}/24 dev host0
ip link set host0 up
inside ip address add {CONTAINER}/24 dev eth0
inside ip link set eth0 up
inside ip link set lo up
trap 'kill $(jobs -p)' EXIT
"""
SERVE = f"{PYTHON} -m http.server --bind {{}} {{}} >/dev/null 2>&1 &"
WAIT = "until nc -z {} {}; do sleep 0.05; done"


def from_inside(address: str, *command: str) -> str:
    """Run a client on the inner machine while a server of the outer one listens on `address`; return its last line."""
    server = f"{SERVE.format(address, PORT)}\n{WAIT.format(address, PORT)}"
    script = f"{TWO_MACHINES}\n{server}\nset +e\ninside {shlex.join(command)} 2>&1 | tail -n 1"
    return said(PORT, in_private_network(script))
