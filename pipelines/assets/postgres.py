"""After the release: its copy in PostgreSQL, for clients that need a database server."""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets.failures import masked_failures
from pipelines.assets.release import RELEASE
from pipelines.home import Home
from pipelines.progress import say
from pipelines.publication.postgres import keeping
from pipelines.publication.postgres.tables import CopyError

POSTGRES = dg.AssetKey("postgres")


@dg.asset(
    key=POSTGRES,
    deps=[RELEASE],
    group_name="publication",
    kinds={"postgres"},
    # Nothing is materialised where no copy is wanted.
    output_required=False,
    description="The release in PostgreSQL, if NETRALITAS_POSTGRES names a database: a copy that "
    "takes the place of the last one in one transaction.",
)
def postgres(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    home = Home.find()
    if not keeping.is_wanted():
        keeping.forget(home)
        context.log.info("NETRALITAS_POSTGRES is not set: no copy in PostgreSQL is wanted")
        return
    with masked_failures():
        try:
            copied = keeping.copy_current(home)
        except CopyError as error:
            say(f"PostgreSQL was NOT updated: {error}")
            raise dg.Failure(f"PostgreSQL was not updated: {error}") from None
    say(f"copied to PostgreSQL: {copied.tables} tables, {copied.rows:,} rows")
    yield dg.MaterializeResult(
        metadata={
            "release": copied.release,
            "tables": copied.tables,
            "rows": copied.rows,
            "rebuilt": copied.rebuilt,
        }
    )
