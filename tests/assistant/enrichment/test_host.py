"""The host, as its operating system describes it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
import sys

import pytest

from custom_components.kaizen.assistant.enrichment.host import (
    Gpu,
    Run,
    read_host,
    run_command,
)

CPUINFO = "".join(
    f"processor\t: {thread}\nmodel name\t: AMD Ryzen 7 7700 8-Core Processor\n"
    f"physical id\t: 0\ncore id\t\t: {thread % 2}\n\n"
    for thread in range(4)
)
MEMINFO = "MemTotal:       65536000 kB\nMemFree: 1 kB\nMemAvailable:   32768000 kB\n"
PCI_IDS = """\
# the list of PCI ids
1002  Advanced Micro Devices, Inc. [AMD/ATI]
\t46a6  Something else
8086  Intel Corporation
\t46a5  Wrong one
\t46a6  Alder Lake-P GT2 [Iris Xe Graphics]
\t\t1028 0b08  Latitude
10de  NVIDIA Corporation
"""


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Lay out a file system."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def tools(answers: Mapping[str, str] = {}) -> Run:
    """Return a runner that answers a command by its last word; others are not installed."""
    return lambda command: answers.get(command[-1], "")


def graphics(number: int, vendor: str, device: str, **more: str) -> dict[str, str]:
    """Return the files of a graphics card."""
    folder = f"sys/class/drm/card{number}/device"
    files = {"vendor": f"{vendor}\n", "device": f"{device}\n", **more}
    return {f"{folder}/{name}": text for name, text in files.items()}


def test_linux_server(tmp_path: Path) -> None:
    """Processor, cores, memory and system are read; two threads share a core."""
    files = {
        "proc/cpuinfo": CPUINFO,
        "proc/meminfo": MEMINFO,
        "etc/os-release": 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
    }
    host = read_host("Linux", write(tmp_path, files), tools())
    assert host.cpu == "AMD Ryzen 7 7700 8-Core Processor"
    assert host.cores == 2
    assert host.memory == 65536000 * 1024
    assert host.memory_available == 32768000 * 1024
    assert host.system == "Debian GNU/Linux 13 (trixie)"
    assert host.board is None
    assert host.gpus == ()


def test_container_is_told(tmp_path: Path) -> None:
    """The system inside a container is not taken for the host's."""
    files = {"etc/os-release": 'PRETTY_NAME="Alpine Linux v3.22"\n', ".dockerenv": ""}
    host = read_host("Linux", write(tmp_path, files), tools())
    assert host.system == "Alpine Linux v3.22 in a container"


def test_raspberry_pi(tmp_path: Path) -> None:
    """ARM boards name the board, not the processor."""
    files = {
        "proc/cpuinfo": "processor\t: 0\nBogoMIPS\t: 108.00\n",
        "proc/device-tree/model": "Raspberry Pi 5 Model B Rev 1.0\0",
    }
    host = read_host("Linux", write(tmp_path, files), tools())
    assert host.board == "Raspberry Pi 5 Model B Rev 1.0"
    assert host.cpu is None
    assert host.cores is None


def test_nvidia_tool_tells_memory(tmp_path: Path) -> None:
    """The driver's tool is believed first, and its card is not counted twice."""
    files = graphics(0, "0x10de", "0x2204") | {
        "proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA other\n"
    }
    run = tools({"--format=csv,noheader,nounits": "NVIDIA GeForce RTX 3090, 24576\n"})
    host = read_host("Linux", write(tmp_path, files), run)
    assert host.gpus == (Gpu(name="NVIDIA GeForce RTX 3090", memory=24576 * 2**20),)


def test_nvidia_driver_without_its_tool(tmp_path: Path) -> None:
    """Without the tool the driver still names the card."""
    files = {
        "proc/driver/nvidia/gpus/0000:01:00.0/information": (
            "Model: \t\t NVIDIA GeForce RTX 3090\nIRQ:   \t\t 123\n"
        )
    }
    host = read_host("Linux", write(tmp_path, files), tools())
    assert host.gpus == (Gpu(name="NVIDIA GeForce RTX 3090"),)


def test_other_cards(tmp_path: Path) -> None:
    """A card names itself, or the list of PCI ids does, or only its maker is known."""
    files = {
        **graphics(
            0,
            "0x1002",
            "0x744c",
            product_name="Radeon RX 7900 XTX\n",
            mem_info_vram_total="25753026560\n",
        ),
        **graphics(1, "0x8086", "0x46a6"),
        **graphics(2, "0x8086", "0xffff"),
        **graphics(3, "0x1af4", "0x1050"),
        "usr/share/misc/pci.ids": PCI_IDS,
    }
    assert read_host("Linux", write(tmp_path, files), tools()).gpus == (
        Gpu(name="AMD Radeon RX 7900 XTX", memory=25753026560),
        Gpu(name="Intel Alder Lake-P GT2 [Iris Xe Graphics]"),
        Gpu(name="Intel graphics"),
    )


def test_mac() -> None:
    """On a Mac the chip is processor and graphics in one."""
    run = tools(
        {
            "machdep.cpu.brand_string": "Apple M2 Ultra\n",
            "hw.memsize": "206158430208\n",
            "hw.physicalcpu": "24\n",
            "hw.logicalcpu": "24\n",
            "hw.model": "Mac14,14\n",
            "-productVersion": "26.1\n",
        }
    )
    host = read_host("Darwin", run=run)
    assert host.system == "macOS 26.1"
    assert host.cpu == "Apple M2 Ultra"
    assert host.cores == 24
    assert host.memory == 192 * 2**30
    assert host.gpus == (Gpu(name="Apple M2 Ultra (shares the memory)"),)


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_silent_system_is_no_failure(tmp_path: Path, system: str) -> None:
    """What the system does not tell stays unknown."""
    host = read_host(system, tmp_path, tools())
    assert (host.cpu, host.cores, host.memory, host.gpus) == (None, None, None, ())


@pytest.mark.parametrize(
    "command",
    [
        ("kaizen-no-such-tool",),
        (sys.executable, "-c", "raise SystemExit(1)"),
        (sys.executable, "-c", "import sys; sys.stdout.buffer.write(b'\\xff')"),
    ],
)
def test_useless_tool_says_nothing(command: Sequence[str]) -> None:
    """A missing or failing tool is as good as none."""
    assert run_command(command) == ""
