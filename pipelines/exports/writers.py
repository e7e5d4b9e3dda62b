"""Arrow batches as CSV and Parquet, batch by batch: a table of any length needs little memory."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from pipelines.exports.text_cells import neutralised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

# Rows in memory at a time.
BATCH_ROWS = 50_000
# Excel takes a CSV for UTF-8 only when it begins so; every other reader skips it.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write_csv(batches: pa.RecordBatchReader, sink: IO[bytes]) -> None:
    """Writes UTF-8 with a header; texts and headings that look like formulas open as texts.

    Every text is quoted, an unknown value is an empty field without quotes.
    """
    import pyarrow
    import pyarrow.csv

    header = neutralised(pyarrow.array(batches.schema.names, pyarrow.string())).to_pylist()
    flat = _flat_batches(batches, header)
    first = next(flat)
    with pyarrow.csv.CSVWriter(sink, first.schema) as writer:
        for batch in flat:
            writer.write_batch(batch)


def write_parquet(
    batches: pa.RecordBatchReader, sink: Path | IO[bytes], notes: Mapping[str, str] | None = None
) -> None:
    """Writes Parquet (Zstandard) with the notes as the file's own metadata."""
    import pyarrow.parquet

    schema = batches.schema.with_metadata(notes) if notes else batches.schema
    with pyarrow.parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.replace_schema_metadata(schema.metadata))


def _flat_batches(batches: pa.RecordBatchReader, header: list[str]) -> Iterator[pa.RecordBatch]:
    """Batches as CSV can hold them, an empty one first: a table without rows has a header too."""
    import pyarrow as pa

    yield _flat(pa.RecordBatch.from_pylist([], schema=batches.schema), header)
    for batch in batches:
        yield _flat(batch, header)


def _flat(batch: pa.RecordBatch, header: list[str]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([_column(column) for column in batch.columns], header)


def _column(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    from pyarrow import types

    kind = column.type
    if types.is_dictionary(kind):
        return _column(column.dictionary_decode())
    if types.is_string(kind) or types.is_large_string(kind):
        return neutralised(column)
    if types.is_primitive(kind) and not (types.is_interval(kind) or types.is_duration(kind)):
        return column
    if types.is_decimal(kind) or types.is_null(kind):
        return column
    return neutralised(pa.array([_text(value) for value in column.to_pylist()], pa.string()))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
