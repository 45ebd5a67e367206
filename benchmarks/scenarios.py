"""The scenario table on three channels, row by row.

    python -m benchmarks.scenarios [--out docs/measurements]

runs the table's tests and writes scenarios.json and scenarios.md.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from benchmarks.figures import MEASUREMENTS, about, head, keep, table
from tests.channels.table import ROWS

TESTS = ("tests/channels/test_table.py", "tests/page/test_table.py")
APPS = ("page", "telegram", "discord")

Outcomes = dict[str, dict[str, str]]


def run(report: Path) -> Outcomes:
    """What came of each row on each channel: "passed", "failed", or why the channel has no such thing."""
    subprocess.run(
        [sys.executable, "-m", "pytest", *TESTS, "-p", "no:cacheprovider", f"--junitxml={report}"], check=False
    )
    found: Outcomes = {row.__name__: {} for row in ROWS}
    for case in ElementTree.parse(report).iter("testcase"):
        name = re.fullmatch(r"test_\w+\[(?:(telegram|discord)-)?(\w+)\]", case.get("name", ""))
        if name and name[2] in found:
            found[name[2]][name[1] or "page"] = _outcome(case)
    return found


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    skipped = case.find("skipped")
    return "passed" if skipped is None else str(skipped.get("message"))


def paragraphs(result: dict[str, object], outcomes: Outcomes) -> list[str]:
    """The page."""
    signs = {"passed": "✓", "failed": "✗"}
    rows = [
        [row.replace("_", " "), *(signs.get(seen.get(app, ""), "–") for app in APPS)] for row, seen in outcomes.items()
    ]
    reasons = sorted({f"{app}: {seen[app]}" for seen in outcomes.values() for app in seen if seen[app] not in signs})
    return [
        *head("What people do and see, the same in every app", result),
        "Each row is one function of `tests/channels/table.py`, run at the page in a browser, on Telegram against a"
        " Bot API server of the tests' own, and on Discord against a gateway and REST server of the tests' own.",
        table(("row", *APPS), rows),
        "– stands for what an app has not: " + "; ".join(reasons) + ".",
    ]


def main() -> None:
    """Run, and write both files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scenarios", description=main.__doc__)
    parser.add_argument("--out", type=Path, default=MEASUREMENTS)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        outcomes = run(Path(folder) / "report.xml")
    result = about("python -m benchmarks.scenarios")
    keep(asked.out, "scenarios", result | {"rows": outcomes}, paragraphs(result, outcomes))


if __name__ == "__main__":
    main()
