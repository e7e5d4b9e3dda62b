"""The kinds of record and their fields, in the order in which people and tools are shown them."""

from __future__ import annotations

FIELDS: dict[str, tuple[str, ...]] = {
    "report": (
        "person_name", "nip", "rank", "position", "position_class", "unit", "institution",
        "region_code", "province_code", "subject_kind", "violation", "violation_type", "stage",
        "description", "event_date", "report_date", "channel", "register_number", "register_date",
        "recommendation_number", "recommendation_date", "recommended_sanction", "finding",
        "forwarded_to", "forward_number", "forward_date", "status", "status_date",
    ),
    "sanction": (
        "person_name", "nip", "rank", "position", "unit", "institution", "violation",
        "legal_basis", "sanction_level", "sanction", "decree_number", "decree_date",
        "effective_from", "effective_to", "note",
    ),
    "follow_up": (
        "recommendation_number", "recommendation_date", "description", "action", "status",
        "action_date", "evidence",
    ),
    "recap": ("institution", "region_code", "as_of"),
    "crosstab": ("row_member", "column_member", "measure", "value"),
}  # fmt: skip
"""Record kind → the fields that every record of it has; a layout may add fields of its own."""
