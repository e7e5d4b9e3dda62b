"""Arrow batches between processes: what arrives is what was sent."""

from __future__ import annotations

import pickle

import pyarrow as pa

from pipelines.landing.batches import travel_as_streams


def test_a_batch_arrives_as_it_was_sent() -> None:
    batch = pa.RecordBatch.from_pydict(
        {
            "text": pa.array(["satu", None, ""], pa.string()),
            "number": pa.array([1, None, 3], pa.int32()),
            "cells": pa.array([["a", None], [], None], pa.list_(pa.string())),
        }
    )
    travel_as_streams()
    sent = pickle.dumps(("row", batch.slice(1)), protocol=5)
    table, arrived = pickle.loads(sent)
    assert (table, arrived.schema, arrived.to_pylist()) == (
        "row", batch.schema, batch.to_pylist()[1:],
    )  # fmt: skip
