"""A region's network in namespaces: a switch, and machines that hang on it by a cable that can be pulled."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

NETWORK = "10.77.0"
HOSTS = Path("/etc/netns")  # what `ip netns exec` shows as /etc


def tell(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


@dataclass(slots=True)
class Net:
    """`prefix` keeps two runs on one machine apart."""

    prefix: str
    machines: dict[str, str] = field(default_factory=dict)  # name → address

    @property
    def switch(self) -> str:
        return f"{self.prefix}-switch"

    def space(self, machine: str) -> str:
        return f"{self.prefix}-{machine}"

    def make(self) -> None:
        tell("ip", "netns", "add", self.switch)
        tell("ip", "-n", self.switch, "link", "add", "br0", "type", "bridge")
        tell("ip", "-n", self.switch, "link", "set", "br0", "up")

    def machine(self, name: str, number: int) -> str:
        """A new one on the switch; its address."""
        space, address = self.space(name), f"{NETWORK}.{number}"
        tell("ip", "netns", "add", space)
        tell("ip", "-n", space, "link", "set", "lo", "up")
        tell("ip", "-n", self.switch, "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", space)
        tell("ip", "-n", self.switch, "link", "set", name, "master", "br0", "up")
        tell("ip", "-n", space, "address", "add", f"{address}/24", "dev", "eth0")
        tell("ip", "-n", space, "link", "set", "eth0", "up")
        self.machines[name] = address
        return address

    def pull(self, name: str) -> None:
        """The cable of that machine: whatever is sent is lost, and nobody is told."""
        tell("ip", "-n", self.switch, "link", "set", name, "down")

    def plug(self, name: str) -> None:
        tell("ip", "-n", self.switch, "link", "set", name, "up")

    def knows(self, name: str, host: str, addresses: Sequence[str]) -> None:
        """That machine finds a host under several addresses, as from a name server."""
        folder = HOSTS / self.space(name)
        folder.mkdir(parents=True, exist_ok=True)
        lines = ["127.0.0.1 localhost", *(f"{address} {host}" for address in addresses)]
        (folder / "hosts").write_text("\n".join(lines) + "\n")

    def on(self, name: str, *command: str, user: str | None = None) -> list[str]:
        """The command that runs it on that machine, and ends with us."""
        leash = ["setpriv", "--pdeathsig", "KILL"]
        if user:
            leash += ["--reuid", user, "--regid", user, "--init-groups"]
        return ["ip", "netns", "exec", self.space(name), *leash, *command]

    def processes(self, name: str) -> dict[int, str]:
        """What runs on that machine: id and program."""
        found = {}
        for pid in map(int, tell("ip", "netns", "pids", self.space(name)).split()):
            try:
                found[pid] = Path(f"/proc/{pid}/comm").read_text().strip()
            except OSError:  # ended meanwhile
                continue
        return found

    def away(self) -> None:
        for space in (*map(self.space, self.machines), self.switch):
            subprocess.run(["ip", "netns", "del", space], capture_output=True)
            hosts = HOSTS / space / "hosts"
            if hosts.exists():
                hosts.unlink()
                hosts.parent.rmdir()


@contextmanager
def net() -> Iterator[Net]:
    made = Net(prefix=f"tz{os.getpid()}")
    try:
        made.make()
        yield made
    finally:
        made.away()


def lacking() -> list[str]:
    """What this machine has not, to run a region."""
    programs = {
        "patroni": "patroni", "etcd": "etcd-server", "etcdctl": "etcd-client", "ip": "iproute2", "setpriv": "util-linux",
        "openssl": "openssl",
    }  # fmt: skip
    found = [f"the package {package}" for program, package in programs.items() if not _is_installed(program)]
    if not any(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        found.append("the package postgresql")
    if not found and os.geteuid() != 0:
        found.append("the right to make network namespaces: root")
    if not found:
        try:
            tell("ip", "netns", "add", f"tz{os.getpid()}try")
            tell("ip", "netns", "del", f"tz{os.getpid()}try")
        except RuntimeError as no:
            found.append(f"the right to make network namespaces ({no})")
    return found


def _is_installed(program: str) -> bool:
    return any(
        Path(folder, program).exists() for folder in ("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin")
    )
