"""The schedule and the sensor: when they start a load, and why they do not."""

from __future__ import annotations

import dagster as dg
import pytest

from tests.conftest import WarehouseHome


@pytest.fixture
def inside(home: WarehouseHome, monkeypatch: pytest.MonkeyPatch) -> WarehouseHome:
    monkeypatch.setenv("NETRALITAS_HOME", str(home.root))
    return home


def look(cursor: str | None) -> tuple[list[dg.RunRequest | dg.SkipReason], str | None]:
    """One tick of the inbox sensor: what it says, and its cursor afterwards."""
    from pipelines.automation import inbox

    context = dg.build_sensor_context(cursor=cursor)
    answers = list(inbox(context))  # type: ignore[call-overload]
    return answers, context.cursor


def test_the_sensor_waits_until_a_file_has_stopped_growing(inside: WarehouseHome) -> None:
    (empty,), cursor = look(None)
    assert "empty" in empty.skip_message
    file = inside.inbox / "rekap.csv"
    file.write_text("No,Instansi\n")
    (came,), cursor = look(cursor)
    assert "growing" in came.skip_message
    file.write_text("No,Instansi\n1,Kab. Kolaka\n")
    (grew,), cursor = look(cursor)
    assert "growing" in grew.skip_message
    (request,), cursor = look(cursor)
    assert isinstance(request, dg.RunRequest)
    (again,), _ = look(cursor)
    # The same run key: Dagster does not start what it has started.
    assert again.run_key == request.run_key


def test_the_schedule_skips_with_a_reason_when_there_is_nothing_new(
    demo_home: WarehouseHome, plain_home: WarehouseHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.automation import nightly

    # The last load took the made-up registers in; tonight's leaves them out.
    monkeypatch.setenv("NETRALITAS_HOME", str(demo_home.root))
    assert isinstance(nightly(), dg.RunRequest)
    monkeypatch.setenv("NETRALITAS_HOME", str(plain_home.root))
    answer = nightly()
    assert isinstance(answer, dg.SkipReason)
    assert "nothing new" in answer.skip_message
    assert plain_home.netralitas("status").returncode == 0
