-- Rows that only one edition has, then the cells in which two editions of a row differ.
insert into landing.edition_change by name
select
    b.delivery_key,
    b.supersedes_delivery_key,
    case when r.is_later then 'added' else 'withdrawn' end as change,
    r.sheet_name,
    r.row_number,
    r.part
from edition_row as r
inner join edition_pair as b
    on r.later = b.delivery_key
left join edition_match as n
    on
        r.is_later
        and r.later = n.later
        and r.sheet_name = n.sheet_name
        and r.row_number = n.row_number
        and r.part = n.part
left join edition_match as o
    on
        not r.is_later
        and r.later = o.later
        and r.sheet_name = o.old_sheet_name
        and r.row_number = o.old_row_number
        and r.part = o.old_part
where n.later is null and o.later is null;

insert into landing.edition_change by name
with new_cell as (
    select
        m.*,
        c.* exclude (later, is_later, sheet_name, row_number, part)
    from edition_match as m
    inner join edition_cell as c
        on
            m.later = c.later
            and m.sheet_name = c.sheet_name
            and m.row_number = c.row_number
            and m.part = c.part
    where c.is_later
),

old_cell as (
    select
        m.*,
        c.* exclude (later, is_later, sheet_name, row_number, part)
    from edition_match as m
    inner join edition_cell as c
        on
            m.later = c.later
            and m.old_sheet_name = c.sheet_name
            and m.old_row_number = c.row_number
            and m.old_part = c.part
    where not c.is_later
)

select
    b.delivery_key,
    b.supersedes_delivery_key,
    'changed' as change,
    coalesce(n.sheet_name, o.sheet_name) as sheet_name,
    coalesce(n.row_number, o.row_number) as row_number,
    coalesce(n.part, o.part) as part,
    coalesce(n.old_sheet_name, o.old_sheet_name) as old_sheet_name,
    coalesce(n.old_row_number, o.old_row_number) as old_row_number,
    coalesce(n.old_part, o.old_part) as old_part,
    coalesce(n.field, o.field) as field,
    coalesce(n.column_letter, o.column_letter) as column_letter,
    coalesce(n.heading, o.heading) as heading,
    coalesce(n.value_kind, o.value_kind) as value_kind,
    o.text as old_text,
    n.text as new_text,
    o.value as old_value,
    n.value as new_value
from new_cell as n
full outer join old_cell as o
    on
        n.later = o.later
        and n.sheet_name = o.sheet_name
        and n.row_number = o.row_number
        and n.part = o.part
        and n.field = o.field
inner join edition_pair as b
    on coalesce(n.later, o.later) = b.delivery_key
where n.compared is distinct from o.compared;
