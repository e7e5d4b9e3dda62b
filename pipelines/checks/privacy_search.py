"""Searches a database of the open zone for people: names and NIPs that landing knows."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipelines.home import REFERENCE
from pipelines.privacy import safe_words

if TYPE_CHECKING:
    import duckdb

_WORD = re.compile(r"[^\W_]+")
# A NIP however it is spaced: eighteen digits that begin like a birth date.
NIP_PATTERN = r"(^|[^0-9])(19|20)[0-9]{2}[ .\-]?[01][0-9][ .\-]?[0-3][0-9][ .\-]?(19|20)[0-9]{2}"


def _normal(expression: str) -> str:
    return f"trim(regexp_replace(lower({expression}), '[^[:alnum:]]+', ' ', 'g'))"


def tokens(name: str) -> set[str]:
    """What gives a person away: every two words of a name that follow each other (titles and
    degrees may stand before and after), or a name's only word. Words that name no one, such as
    those of offices and regions, give nobody away."""
    words = _WORD.findall(name.lower())
    if len(words) == 1:
        return {words[0]} if len(words[0]) > 3 and words[0] not in safe_words() else set()
    pairs = {f"{one} {two}" for one, two in itertools.pairwise(words) if len(one + two) > 4}
    return {pair for pair in pairs if not set(pair.split()) <= safe_words()}


def _own_pairs(connection: duckdb.DuckDBPyConnection, catalog: str) -> set[str]:
    """Every two words that follow each other in what the project itself says, in its dictionary
    ('orang satu') and its reference ('suami istri'): a cell with a name of such words would else
    stop every night."""
    texts = [cell for row in _reference_rows() for cell in row]
    held = connection.execute(
        """select 1 from information_schema.tables
        where (table_catalog, table_schema, table_name) = (?, 'quality', 'dictionary')""",
        [catalog],
    ).fetchone()
    if held:
        entries = connection.execute(
            f"""select label_id, description_en, description_id
            from "{catalog}".quality.dictionary"""
        ).fetchall()
        texts += [text for entry in entries for text in entry if text]
    words = (_WORD.findall(text.lower()) for text in texts)
    return {f"{one} {two}" for own in words for one, two in itertools.pairwise(own)}


def _reference_rows() -> Iterator[list[str]]:
    for path in sorted(REFERENCE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.reader(lines)


def find_people(
    connection: duckdb.DuckDBPyConnection, catalog: str, names: Iterable[str]
) -> list[tuple[str, int]]:
    """Every text column of the catalog that holds a NIP or a person's name, with how many texts.

    A pair of words of a name is found inside longer texts, a single word only as the whole text.
    Values are never returned.
    """
    import pyarrow as pa

    wanted = sorted(
        {token for name in names for token in tokens(name)} - _own_pairs(connection, catalog)
    )
    connection.register("person_token", pa.table({"token": pa.array(wanted, pa.string())}))
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
                where tokens.whole or contains(tokens.token, ' ')
            )"""
        ).fetchone()
        if count and count[0]:
            found.append((f"{schema}.{table}.{column}", count[0]))
    connection.unregister("person_token")
    return found
