"""Which counts are shown of a small table, row by row."""

from __future__ import annotations

from pipelines.exports.suppression import Counts, Measures, Node, combine, overlapping

MEASURES = Measures(
    {"cases": None, "clarified": "cases", "processed": "cases", "proven": "processed"}, smallest=5
)
ALL = tuple(MEASURES.within)


def counts(cases: int, clarified: int = 0, processed: int = 0, proven: int = 0) -> Counts:
    return {"cases": cases, "clarified": clarified, "processed": processed, "proven": proven}


def node(of: Counts, **children: Counts) -> Node:
    return Node(of, {key: Node(value) for key, value in children.items()}, [{}])


def is_safe(of: Counts) -> bool:
    return MEASURES.are_safe(of, ALL)


def shown(rows: object) -> dict[str, int]:
    return {"/".join(row.path) or "others": row.counts["cases"] for row in rows}  # type: ignore[attr-defined]


def test_a_small_stage_takes_with_it_the_one_that_would_reveal_it() -> None:
    # 38 - 35 = 3: beside `processed`, the empty `clarified` would be known. 38 - 31 = 7 may be.
    assert MEASURES.showable(counts(38, 3, 35, 31)) == ("cases", "proven")
    assert MEASURES.showable(counts(40, 5, 35, 30)) == ALL
    assert MEASURES.showable(counts(38, 3, 35, 35)) == ("cases",)


def test_of_few_cases_not_even_zeros_are_shown() -> None:
    assert MEASURES.showable(counts(4, 0, 4, 4)) == ()


def test_none_is_not_small_and_four_are() -> None:
    assert is_safe(counts(9, 9))
    assert is_safe(counts(9))
    assert not is_safe(counts(9, 5))  # 4 are neither clarified nor processed
    assert not is_safe(counts(4))


def test_a_small_row_is_combined_with_the_smallest_that_hides_it() -> None:
    table = node(counts(33), a=counts(20), b=counts(10), c=counts(3))
    assert shown(combine(table, is_safe)) == {"a": 20, "others": 13}


def test_several_small_rows_hide_each_other() -> None:
    table = node(counts(26), a=counts(20), b=counts(3), c=counts(3))
    assert shown(combine(table, is_safe)) == {"a": 20, "others": 6}


def test_a_row_is_safe_in_every_stage_or_not_shown() -> None:
    table = node(counts(60, 0, 48, 48), a=counts(20, 0, 18, 18), b=counts(40, 0, 30, 30))
    # 20 - 18 = 2 would be known of a, and with it 8 of b's 10.
    assert shown(combine(table, is_safe)) == {}


def test_of_types_that_overlap_neither_a_small_one_nor_all_but_a_few_are_shown() -> None:
    types = node(counts(0), most=counts(18), some=counts(8), few=counts(2))
    assert shown(overlapping(types, counts(20), is_safe, 5)) == {"some": 8}


def test_types_do_not_leave_few_even_if_no_case_had_two() -> None:
    types = node(counts(0), a=counts(10), b=counts(8))
    assert shown(overlapping(types, counts(20), is_safe, 5)) == {"a": 10}
