"""Scores of the kinds of page that readers arrive at, on a slow phone: `make lighthouse`. Below a floor it fails.

Times depend on the machine, so this is no part of `make test`; a page below a floor is measured again, for what
else the machine does can only lower a score.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import SITE
from tests.gzip_host import served

PROGRAM = Path(__file__).parent / "speed/node_modules/.bin/lighthouse"
MOST = 3  # measurements of a page
PAGES = ("/", "/lookup/", "/ports/62893/", "/troubleshooting/port-in-use/", "/learn/binding/")
FLOORS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
SHIFTED = "cumulative-layout-shift"
Report = dict[str, Any]


def measured(address: str) -> Report:
    """Return Lighthouse's report on a page, as it sees a phone of the middle class on a slow network."""
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "report.json"
        flags = "--headless=new --no-sandbox --disable-background-networking --disable-component-update"
        # --quiet and an own profile; it sends nothing home
        command = [str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={to}", f"--chrome-flags={flags}"]
        chrome = os.environ.get("CHROME_PATH") or shutil.which("chromium")
        assert chrome, "there is no Chromium: make tools"
        subprocess.run([*command, "--no-enable-error-reporting"], check=True, env={**os.environ, "CHROME_PATH": chrome})
        report: Report = json.loads(to.read_text("utf-8"))
        return report


def scores(report: Report) -> dict[str, int]:
    """Return each category's score, of 100."""
    return {name: round(100 * report["categories"][name]["score"]) for name in FLOORS}


def missed(report: Report) -> list[str]:
    """Name what lies below its floor, and the checks to blame."""
    found = []
    for name, score in scores(report).items():
        if score < FLOORS[name]:
            parts = report["categories"][name]["auditRefs"]
            audits = [report["audits"][it["id"]] for it in parts if it["weight"]]
            blamed = [
                f"{it['title']} {it.get('displayValue', '')}".strip() for it in audits if (it["score"] or 0) < 0.9
            ]
            found.append(f"{name} {score} < {FLOORS[name]}: {'; '.join(blamed)}")
    if report["audits"][SHIFTED]["numericValue"] > 0:
        found.append(f"{SHIFTED} {report['audits'][SHIFTED]['numericValue']:.4f} > 0")
    return found


def main() -> int:
    """Print a row for each page; return the number of pages that miss a floor."""
    print(f"{'page':34}" + "".join(f"{name:>16}" for name in FLOORS) + f"{'CLS':>8}{'LCP':>8}{'TBT':>8}")
    faults: dict[str, list[str]] = {}
    with served(SITE) as origin:
        for path in PAGES:
            report = measured(origin + path)
            for _ in range(MOST - 1):
                report = measured(origin + path) if missed(report) else report
            audits = report["audits"]
            print(
                f"{path:34}"
                + "".join(f"{it:16}" for it in scores(report).values())
                + f"{audits[SHIFTED]['numericValue']:8.3f}{audits['largest-contentful-paint']['numericValue'] / 1000:7.2f}s"
                + f"{audits['total-blocking-time']['numericValue']:6.0f}ms",
                flush=True,
            )
            faults |= {path: missed(report)} if missed(report) else {}
    for path, what in faults.items():
        print(f"{path}: " + "\n    ".join(what))
    return len(faults)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
