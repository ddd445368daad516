"""Write what README.md and docs/performance.md say of speed, and the chart, from the results in `benchmarks/results/`.

Text between ``<!-- name: written by benchmarks/readme.py -->`` and ``<!-- end of name -->`` is replaced.

    python benchmarks/readme.py [--check]
"""

import argparse
import re
from pathlib import Path

import measuring
from chart import chart
from pages import BLOCKS

_ROOT = Path(__file__).parents[1]
_CHART = "docs/images/speed.svg"


def made() -> dict[Path, str]:
    """Return all that is made of the results, by file.

    Raises:
        SystemExit: a page has no such markers.
    """
    texts = {_ROOT / _CHART: chart(measuring.load("formats")["formats"])}
    for name, blocks in BLOCKS.items():
        page = (_ROOT / name).read_text("utf-8")
        for block, text in blocks.items():
            begin, end = f"<!-- {block}: written by benchmarks/readme.py -->", f"<!-- end of {block} -->"
            written = f"{begin}\n{text()}\n{end}"
            page, found = re.subn(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: written, page, flags=re.DOTALL)  # noqa: B023
            if found != 1:
                raise SystemExit(f"{name} needs one pair of lines {begin} and {end}: put them where the figures belong")
        texts[_ROOT / name] = page
    return texts


def write_all() -> None:
    """Write pages and chart."""
    for path, text in made().items():
        path.write_text(text, "utf-8")
        print(f"written: {path.relative_to(_ROOT)}")


def main() -> None:
    """Write pages and chart, or say which are not as the results are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where something would change")
    if not parser.parse_args().check:
        write_all()
        return
    stale = [path for path, text in made().items() if not path.is_file() or path.read_text("utf-8") != text]
    if stale:
        names = ", ".join(str(path.relative_to(_ROOT)) for path in stale)
        raise SystemExit(f"not as benchmarks/results/ says: {names}; run: python benchmarks/readme.py")


if __name__ == "__main__":
    main()
