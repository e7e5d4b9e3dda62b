"""Arrow batches on their way from one process to another."""

from __future__ import annotations

import copyreg
import pickle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def travel_as_streams() -> None:
    """From now on batches are pickled as Arrow's own stream, which is read where it lies: of many
    small columns pickle makes, and takes apart, an object for each buffer."""
    import pyarrow as pa

    copyreg.pickle(pa.RecordBatch, _packed)


def _packed(batch: pa.RecordBatch) -> tuple[Any, ...]:
    import pyarrow as pa

    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, batch.schema) as writer:
        writer.write_batch(batch)
    return _unpacked, (pickle.PickleBuffer(stream.getvalue()),)


def _unpacked(stream: Any) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.ipc.open_stream(stream).read_next_batch()
