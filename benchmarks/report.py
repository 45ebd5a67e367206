"""The measurement of retrieval as a page."""

from typing import Any


def written(result: dict[str, Any]) -> str:
    """Markdown: what was measured, on what, and one table per size of memory."""
    machine, seconds, size = result["machine"], result["seconds"], result["bytes"]
    parts = [
        "# Finding who is in a photo",
        f"{result['date']} · `{result['command']}`",
        f"{machine['processor']}, {machine['cores']} cores, {machine['ram_gb']} GB; load average"
        f" {machine['load_average'][0]}. PostgreSQL {machine['postgresql']}, pgvector {machine['pgvector']},"
        f" shared_buffers {machine['shared_buffers']}; Python {machine['python']}.",
        f"A table of {result['looks']:,} looks ({result['dimension']} dimensions, half precision), hash partitioned by"
        " memory, everybody's rows mixed as they are taught. Eight memories of each size are asked in turn, after one"
        " round that fills caches. Half of the regions show a being of the memory, half a stranger. Times are"
        " milliseconds from call to values in this process; recall is the share of the five exact answers that came"
        " back: concepts with their nearest look for Familiar, looks for the others.",
        _verdict(result),
        *(_table(result, looks) for looks in dict.fromkeys(cell["looks"] for cell in result["cells"])),
        f"Vectors with their indexes take {size['vectors with indexes'] / 2**20:,.0f} MB, loaded in"
        f" {seconds['load']} s; the shared HNSW index takes {size['shared index'] / 2**20:,.0f} MB more and took"
        f" {seconds['build shared index']} s to build. The paper's flat indexes of everybody would"
        f" take {result['looks'] * result['dimension'] * 4 / 2**20:,.0f} MB of each process.",
    ]
    return "\n\n".join(parts) + "\n"


def _verdict(result: dict[str, Any]) -> str:
    target = result["target"]
    ours = next(
        cell
        for cell in result["cells"]
        if cell["way"].startswith("Familiar")
        and (cell["looks"], cell["regions"]) == (target["looks"], target["regions"])
    )
    recall = min(ours["recall_known"], ours["recall_strangers"])
    is_met = ours["p50_ms"] <= target["p50_ms"] and recall >= target["recall"]
    return (
        f"Target: {target['looks']} looks, {target['regions']} region, p50 {target['p50_ms']} ms or less, recall"
        f" {target['recall']}. Measured: {ours['p50_ms']:.2f} ms, recall {recall:.3f}:"
        f" **{'met' if is_met else 'not met'}**."
    )


def _table(result: dict[str, Any], looks: int) -> str:
    lines = [
        f"## {looks:,} looks",
        "",
        "| way | regions | p50 | p95 | p99 | recall, known | recall, strangers |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for cell in result["cells"]:
        if cell["looks"] == looks:
            times = " | ".join(f"{cell[key]:.2f}" for key in ("p50_ms", "p95_ms", "p99_ms"))
            recalls = " | ".join(f"{cell[key]:.3f}" for key in ("recall_known", "recall_strangers"))
            lines.append(f"| {cell['way']} | {cell['regions']} | {times} | {recalls} |")
    return "\n".join(lines)
