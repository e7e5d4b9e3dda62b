"""What dbt's results say: each test's outcome, and first what failed and took the others along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.checks.outcome import Outcome
from pipelines.privacy import mask_message

if TYPE_CHECKING:
    from pipelines.home import Home

NOT_RUN = "dbt_not_run"


def judge(results: list[dict[str, Any]]) -> list[Outcome]:
    """The outcome of every test that was run and of every model that could not be built; what was
    skipped in consequence is one outcome, the last, so that the cause is not lost among it.

    results: those of run_results.json.
    """
    causes: list[Outcome] = []
    outcomes: list[Outcome] = []
    skipped = {"model": 0, "test": 0}
    for result in results:
        kind, _, name = result["unique_id"].split(".", 2)
        status = str(result["status"])
        if status == "skipped":
            skipped[kind] = skipped.get(kind, 0) + 1
        elif kind == "test":
            outcome = _of_test(name.rsplit(".", 1)[0], status, result)
            (outcomes if status != "error" else causes).append(outcome)
        elif status == "error":
            causes.append(_failed(name, "model", _why(result)))
    found = [*causes, *outcomes]
    if any(skipped.values()):
        said = f"{skipped['model']} models and {skipped['test']} tests were not run"
        found.append(_failed(NOT_RUN, "build", f"{said}, since what they stand on failed"))
    return found


def log_of(home: Home) -> str:
    """Where a person who may see values reads on."""
    return f"dbt's log is {home.dbt / 'logs' / 'dbt.log'} (it may hold values: restricted)"


def _of_test(name: str, status: str, result: dict[str, Any]) -> Outcome:
    if status == "error":
        return _failed(name, "test", f"the test could not be run: {_why(result)}")
    passed = status == "pass"
    return Outcome(
        check=name,
        kind="dbt",
        target="dbt test",
        severity="warn" if status == "warn" else "block",
        passed=passed,
        detail="holds" if passed else f"{status}, {result.get('failures') or 0} rows do not hold",
    )


def _failed(name: str, what: str, detail: str) -> Outcome:
    named = f"dbt model {name}" if what == "model" else name
    return Outcome(named, "dbt", f"dbt {what}", "block", False, detail)


def _why(result: dict[str, Any]) -> str:
    """The first line that says what is wrong, masked: the lines before it name the model, those
    behind it are dbt's own call stack or the compiled SQL."""
    lines = [line.strip() for line in str(result.get("message") or "").splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > 1 and " Error in " in lines[0]:
        lines = lines[1:]
    return mask_message(lines[0]) if lines else "dbt does not say why"
