"""`netralitas`: the command line. Parses, then hands over to pipelines/commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from pipelines.privacy import mask_error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="netralitas",
        description="An audited warehouse of neutrality violations of Indonesian civil servants.",
        epilog="The home is data/ of the project, or the folder in NETRALITAS_HOME.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    load = commands.add_parser(
        "load", help="the nightly job, now: receive, transform, audit, publish"
    )
    load.add_argument(
        "--inbox", type=Path, metavar="DIR", help="take files from here instead of the home's inbox"
    )
    load.add_argument("--demo", action="store_true", help="with the made-up registers")
    load.add_argument(
        "--strict",
        action="store_true",
        help="exit 1 also when a file waits, or a map of the home is broken",
    )

    commands.add_parser("status", help="last run, current release, quarantine; exit 1 if unhealthy")

    query = commands.add_parser("query", help="read-only SQL on the current release")
    query.add_argument("sql", metavar="SQL|FILE.sql", help="a query, or a file that holds one")
    query.add_argument(
        "--format", choices=("table", "csv", "json", "parquet", "xlsx"), default="table"
    )
    query.add_argument("--output", type=Path, metavar="FILE", help="write here instead of printing")

    export = commands.add_parser("export", help="the open zone as Parquet, CSV and a workbook")
    export.add_argument("--to", type=Path, metavar="DIR", required=True, help="a new folder")
    export.add_argument(
        "--public", action="store_true", help="what anybody may see: small counts are combined"
    )
    export.add_argument(
        "--format", nargs="+", choices=("parquet", "csv", "xlsx"), help="only these"
    )

    quarantine = commands.add_parser(
        "quarantine", help="files and rows that did not load, why, and what would mend it"
    )
    quarantine.add_argument(
        "--reveal", action="store_true", help="show file names and cells as they are (restricted)"
    )
    quarantine.add_argument(
        "only", nargs="?", metavar="FILE|KEY", help="only what waits of this file"
    )
    quarantine.add_argument("--rows", action="store_true", help="each rejected cell, with its key")
    quarantine.add_argument("--json", action="store_true", help="for programs: one JSON object")

    decide = commands.add_parser(
        "decide", help="what waits for a person to decide; decide it, with who and why"
    )
    decide.add_argument(
        "keys",
        nargs="*",
        metavar="KEY",
        help="the cells to decide about; without any, those that wait are listed",
    )
    decision = decide.add_mutually_exclusive_group()
    decision.add_argument("--value", metavar="X", help="the cell means this")
    decision.add_argument("--unknown", action="store_true", help="what the cell says is not known")
    decision.add_argument("--set-aside", action="store_true", help="its row is not to be loaded")
    decision.add_argument(
        "--list", action="store_true", help="the decisions of this home; exit 1 if one does not fit"
    )
    decision.add_argument(
        "--remove",
        nargs="+",
        type=int,
        metavar="ROW",
        help="take decisions out, by their rows in the file",
    )
    decide.add_argument(
        "--everywhere", action="store_true", help="--value holds for this word in every file"
    )
    decide.add_argument("--by", metavar="WHO", help="who decides")
    decide.add_argument("--why", metavar="TEXT", help="on what ground")
    decide.add_argument("--reveal", action="store_true", help="show cells as they are (restricted)")

    editions = commands.add_parser(
        "editions", help="which file replaced which, and what it added, changed and withdrew"
    )
    editions.add_argument("only", nargs="?", metavar="FILE|KEY", help="of this file only")
    editions.add_argument(
        "--reveal", action="store_true", help="each change, with both texts (restricted)"
    )

    inspect = commands.add_parser(
        "inspect", help="how a workbook is understood, without loading it; exit 1 if it would wait"
    )
    inspect.add_argument("file", type=Path, metavar="FILE")
    inspect.add_argument("--json", action="store_true", help="for programs: one JSON object")
    inspect.add_argument(
        "--reveal", action="store_true", help="show names and cells as they are (restricted)"
    )
    regions = commands.add_parser("regions", help="names of regions to official codes")
    of_regions = regions.add_subparsers(dest="regions_command", required=True, metavar="COMMAND")
    match = of_regions.add_parser("match", help="a CSV of names (column name, optional province)")
    match.add_argument("file", type=Path, metavar="FILE.csv")
    review = of_regions.add_parser(
        "review", help="spellings that did not load (shows cells: restricted); accept or refuse one"
    )
    verdict = review.add_mutually_exclusive_group()
    verdict.add_argument("--accept", nargs=2, metavar=("NAME", "CODE"), help="it means this region")
    verdict.add_argument("--refuse", metavar="NAME", help="it means none of those suggested")
    review.add_argument("--by", metavar="WHO", help="who decides")
    review.add_argument("--why", metavar="TEXT", help="on what ground")

    layout = commands.add_parser("layout", help="column maps for new shapes of spreadsheet")
    of_layout = layout.add_subparsers(dest="layout_command", required=True, metavar="COMMAND")
    suggest = of_layout.add_parser(
        "suggest",
        help="a draft map for a workbook that no layout fits; exit 1 if no table",
    )
    suggest.add_argument("file", type=Path, metavar="FILE")
    suggest.add_argument("--output", type=Path, metavar="X.yml", help="write it here")
    suggest.add_argument("--like", metavar="KIND", help="a kind of register, or a layout, to hold "
                         "it against; by default the nearest")  # fmt: skip

    template = commands.add_parser("template", help="empty workbooks that offices can fill in")
    template.add_argument("kind", nargs="?", default="all", metavar="KIND|all",
                          help="report, sanction, follow_up or recap; without it, all")  # fmt: skip
    template.add_argument("--to", type=Path, metavar="DIR", default=Path(),
                          help="the folder to write into; without it, this one")  # fmt: skip

    trace = commands.add_parser(
        "trace", help="from a number or a fact to the rows and cells behind it, and their file"
    )
    trace.add_argument("key", metavar="KEY", help="of a fact; DELIVERY:SHEET:ROW; "
                       "TABLE.COLUMN?dim=value&dim=value")  # fmt: skip
    trace.add_argument("--format", choices=("text", "json"), default="text")
    trace.add_argument("--all", action="store_true", help="every fact, not the first 20")
    trace.add_argument("--reveal", action="store_true", help="what the cells hold (restricted)")

    commands.add_parser("releases", help="the releases, the newest first")
    rollback = commands.add_parser("rollback", help="make an older release the current one again")
    rollback.add_argument("id", metavar="ID", help="of `netralitas releases`")
    diff = commands.add_parser(
        "diff", help="which numbers changed between two releases, and which deliveries caused it"
    )
    diff.add_argument("ids", nargs="*", metavar="ID", help="two; none: the last and the current")
    diff.add_argument("--format", choices=("text", "json"), default="text")

    postgres = commands.add_parser(
        "postgres", help="copy the current release into the database of NETRALITAS_POSTGRES"
    )
    postgres.add_argument("--rebuild", action="store_true", help="make all its tables anew")

    ui = commands.add_parser("ui", help="Dagster's web interface, schedule and sensor running")
    ui.add_argument("--port", type=int, default=3000)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 crashed, 4 another load runs."""
    options = _parser().parse_args(arguments)
    command = import_module(f"pipelines.commands.{options.command}")
    try:
        return int(command.run(options))
    except KeyboardInterrupt:
        print("stopped; the current release is what it was", file=sys.stderr)
        return 3
    except BrokenPipeError:
        return 0
    except Exception as error:
        # Never a traceback: it would show values to whoever reads the log.
        print(f"netralitas {options.command} failed: {mask_error(error)}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
