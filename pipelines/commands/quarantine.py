"""`netralitas quarantine`: files and rows that did not load, why, and what would mend it."""

from __future__ import annotations

import argparse

from pipelines.commands.reasons import reasons
from pipelines.home import Home
from pipelines.landing.store import open_store


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if not home.landing_db.exists():
        print("Nothing has been received in this home yet: run `netralitas load`.")
        return 0
    name = "file_name" if options.reveal else "file_name_masked"
    with open_store(home.landing_db, read_only=True) as connection:
        files = connection.execute(
            f"""select d.delivery_key, d.{name}, d.reason_code, d.reason, d.mend
            from landing.delivery as d inner join landing.build_delivery as b using (delivery_key)
            where d.status = 'quarantined' order by all"""
        ).fetchall()
        rows = connection.execute(
            f"""select d.delivery_key, d.{name}, e.sheet_name, e.row_number, e.part,
            e.column_letter, e.reason_code, e.reason
            from landing.row_error as e
            inner join landing.delivery as d using (delivery_key)
            inner join landing.build_delivery as b using (delivery_key)
            where e.rejects and b.is_current
            order by 2, 1, e.sheet_name, e.row_number, e.part, e.column_letter"""
        ).fetchall()
        made_up = connection.execute(
            f"""select d.{name} from landing.delivery as d
            where d.is_demo and d.folder = 'inbox'
            and d.delivery_key in (select p.delivery_key from landing.present_file as p)
            and d.delivery_key not in (select b.delivery_key from landing.build_delivery as b)
            order by all"""
        ).fetchall()
    print(f"Files in quarantine: {len(files)}")
    for key, file, code, reason, mend in files:
        print(f"  {file} ({key}): {code}: {reason}")
        if mend:
            print(f"    would mend it: {mend}")
    for (file,) in made_up:
        print(f"  {file} says that it is made up: only `netralitas load --demo` takes it in")
    print(f"Rejected cells: {len(rows)}")
    texts = reasons()
    last = None
    for key, file, sheet, number, part, column, code, found in rows:
        if key != last:
            print(f"  {file} ({key})")
            last = key
        person = f", person {part}" if part > 1 else ""
        text = found if options.reveal else texts.get(code, "")
        print(f"    {sheet}!{column or ''}{number}{person}: {code}: {text or ''}")
    if rows and not options.reveal:
        print("What stands in a cell is shown by --reveal only: it may name someone.")
    return 0
