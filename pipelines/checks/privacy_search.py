"""Searches a database of the open zone for people: names and NIPs that landing knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# A NIP however it is spaced: eighteen digits that begin like a birth date.
NIP_PATTERN = r"(^|[^0-9])(19|20)[0-9]{2}[ .\-]?[01][0-9][ .\-]?[0-3][0-9][ .\-]?(19|20)[0-9]{2}"


def _normal(expression: str) -> str:
    return f"trim(regexp_replace(lower({expression}), '[^[:alnum:]]+', ' ', 'g'))"


def find_people(
    connection: duckdb.DuckDBPyConnection, catalog: str, names: Iterable[str]
) -> list[tuple[str, int]]:
    """Every text column of the catalog that holds a NIP or one of the names, with how many texts.

    Names of two words and more are found inside longer texts, by their first two words; names of
    one word only as the whole text. Values are never returned.
    """
    connection.execute("create or replace temporary table person_name (name varchar)")
    people = [[name] for name in names]
    if people:
        connection.executemany("insert into person_name values (?)", people)
    connection.execute(
        f"""create or replace temporary table person_token as
        select distinct array_to_string(words[1:2], ' ') as token, len(words) as words
        from (select string_split({_normal("name")}, ' ') as words from person_name)
        where len(words) > 1 or length(words[1]) > 3"""
    )
    columns = connection.execute(
        """select table_schema, table_name, column_name from information_schema.columns
        where table_catalog = ? and (data_type = 'VARCHAR' or data_type like '%VARCHAR%')
        order by all""",
        [catalog],
    ).fetchall()
    found = []
    for schema, table, column in columns:
        count = connection.execute(
            f"""with texts as (
                select distinct cast("{column}" as varchar) as text
                from "{catalog}"."{schema}"."{table}" where "{column}" is not null
            ),
            worded as (
                select text, {_normal("text")} as normal from texts
                -- A hexadecimal key is not a text.
                where not regexp_full_match(text, '[0-9a-f]{{16,64}}')
            ),
            tokens as (
                select text, normal as token, true as whole from worded
                union
                select text, unnest(list_transform(
                    range(1, greatest(len(string_split(normal, ' ')), 1)),
                    i -> array_to_string(string_split(normal, ' ')[i:i + 1], ' ')
                )), false
                from worded
            )
            select count(distinct text) from (
                select text from worded where regexp_matches(text, '{NIP_PATTERN}')
                union all
                select tokens.text from tokens inner join person_token using (token)
                where person_token.words > 1 or tokens.whole
            )"""
        ).fetchone()
        if count and count[0]:
            found.append((f"{schema}.{table}.{column}", count[0]))
    return found
