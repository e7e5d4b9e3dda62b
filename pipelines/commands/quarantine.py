"""`netralitas quarantine`: files and rows that did not load, why, and what would mend it."""

from __future__ import annotations

import argparse

from pipelines.home import Home
from pipelines.landing.store import open_store


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if not home.landing_db.exists():
        print("Nothing has been received in this home yet: run `netralitas load`.")
        return 0
    with open_store(home.landing_db, read_only=True) as connection:
        files = connection.execute(
            f"""select d.delivery_key, {"d.file_name" if options.reveal else "d.file_name_masked"},
            d.reason_code, d.reason, d.mend
            from landing.delivery as d inner join landing.build_delivery as b using (delivery_key)
            where d.status = 'quarantined' order by all"""
        ).fetchall()
        rows = connection.execute(
            f"""select d.delivery_key, {"d.file_name" if options.reveal else "d.file_name_masked"},
            e.sheet_name, e.row_number, e.part, e.column_letter, e.reason_code, e.reason
            from landing.row_error as e
            inner join landing.delivery as d using (delivery_key)
            inner join landing.build_delivery as b using (delivery_key)
            where e.rejects and b.is_current
            order by 2, 1, e.sheet_name, e.row_number, e.part, e.column_letter"""
        ).fetchall()
    print(f"Files in quarantine: {len(files)}")
    for key, name, code, reason, mend in files:
        print(f"  {name} ({key}): {code}: {reason}")
        if mend:
            print(f"    would mend it: {mend}")
    print(f"Rejected cells: {len(rows)}")
    last = None
    for key, name, sheet, number, part, column, code, reason in rows:
        if key != last:
            print(f"  {name} ({key})")
            last = key
        person = f", person {part}" if part > 1 else ""
        print(f"    {sheet}!{column or ''}{number}{person}: {code}: {reason or ''}")
    return 0
