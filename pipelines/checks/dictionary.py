"""Whether the dictionary and the comments describe the candidate, all of it and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.checks.outcome import Outcome

if TYPE_CHECKING:
    import duckdb

DICTIONARY = "nothing_is_undescribed"

# Every table and column that there is, with its comment.
_THINGS = """
    select schema_name, table_name, null as column_name, comment
    from duckdb_tables() where database_name = current_database() and not internal
    union all
    select schema_name, table_name, column_name, comment
    from duckdb_columns() where database_name = current_database() and not internal
"""


def judge_dictionary(candidate: duckdb.DuckDBPyConnection) -> Outcome:
    """Every table and column has a label, two descriptions and a comment that begins with the
    English one; every entry of the dictionary is about a table or column that there is."""
    wrong = candidate.execute(
        f"""select concat_ws('.', coalesce(thing.schema_name, entry.schema_name),
            coalesce(thing.table_name, entry.table_name),
            coalesce(thing.column_name, entry.column_name)) as name,
        case
            when thing.table_name is null then 'is described and missing'
            when entry.table_name is null then 'has no entry'
            when trim(coalesce(entry.description_en, '')) = '' then 'has no English description'
            when trim(coalesce(entry.description_id, '')) = '' then 'has no Indonesian description'
            when trim(coalesce(entry.label_id, '')) = '' then 'has no Indonesian label'
            when not starts_with(coalesce(thing.comment, ''), entry.description_en)
                then 'has a comment that is not its description'
        end as fault
        from ({_THINGS}) as thing
        full outer join quality.dictionary as entry
            on thing.schema_name = entry.schema_name
            and thing.table_name = entry.table_name
            and thing.column_name is not distinct from entry.column_name
        where fault is not null order by name"""
    ).fetchall()
    count = candidate.execute("select count(*) from quality.dictionary").fetchone()
    return Outcome(
        DICTIONARY, "dictionary", "quality.dictionary", "block", not wrong,
        "; ".join(f"{name} {fault}" for name, fault in wrong[:10])
        + (f"; and {len(wrong) - 10} more" if len(wrong) > 10 else "")
        or f"{count[0] if count else 0} tables and columns are described in both languages",
    )  # fmt: skip
