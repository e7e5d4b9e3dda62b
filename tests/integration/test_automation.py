"""The schedule and the sensor: when they start a load, and why they do not."""

from __future__ import annotations

from collections.abc import Callable

import dagster as dg
import pytest

from tests.conftest import WarehouseHome, said


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
    copy_of_demo_home: Callable[[], WarehouseHome], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.automation import nightly

    home = copy_of_demo_home()
    monkeypatch.setenv("NETRALITAS_HOME", str(home.root))
    # The last load took the made-up registers in; tonight's leaves them out.
    assert isinstance(nightly(), dg.RunRequest)
    done = home.netralitas("load")
    assert done.returncode == 0, said(done)
    answer = nightly()
    assert isinstance(answer, dg.SkipReason)
    assert "nothing new" in answer.skip_message
    assert home.netralitas("status").returncode == 0
