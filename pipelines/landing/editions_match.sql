-- Pairs the rows that are left over by the token that the view edition_token gives them (editions.py):
-- the first with the first that has it, and so on.
insert into edition_match
with left_over as (
    select
        r.*,
        row_number() over (
            partition by r.later, r.is_later, r.token
            order by r.sheet_name, r.row_number, r.part
        ) as nth
    from edition_token as r
    where
        r.token is not null
        and not exists (
            select 1 from edition_match as m
            where
                m.later = r.later
                and (
                    (r.is_later and (m.sheet_name, m.row_number, m.part)
                        = (r.sheet_name, r.row_number, r.part))
                    or (not r.is_later and (m.old_sheet_name, m.old_row_number, m.old_part)
                        = (r.sheet_name, r.row_number, r.part))
                )
        )
)

select
    n.later,
    n.sheet_name,
    n.row_number,
    n.part,
    o.sheet_name as old_sheet_name,
    o.row_number as old_row_number,
    o.part as old_part
from left_over as n
inner join left_over as o
    on n.later = o.later and n.token = o.token and n.nth = o.nth
where n.is_later and not o.is_later;
