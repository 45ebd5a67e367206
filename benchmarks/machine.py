"""What a measurement ran on, without any name or path of it."""

import os
import platform
from pathlib import Path
from typing import Any

import psycopg


def computer() -> dict[str, Any]:
    """Processor, memory, and how busy it was with other work."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "ram_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load_average": [round(load, 1) for load in os.getloadavg()],
        "python": platform.python_version(),
    }


def machine(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """The computer, and the versions of the database."""
    row = connection.execute("""
        SELECT current_setting('server_version'), extversion, current_setting('shared_buffers')
        FROM pg_extension WHERE extname = 'vector'
    """).fetchone()
    assert row is not None
    return {**computer(), "postgresql": row[0], "pgvector": row[1], "shared_buffers": row[2]}


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
