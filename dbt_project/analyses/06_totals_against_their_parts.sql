-- 6. Do printed totals equal the sum of their parts?
-- 6. Apakah jumlah yang tercetak sama dengan penjumlahan bagiannya?
--
-- Counts: every printed breakdown whose parts are said to be complete, and every total row of a
--   recap: the sum of the parts, the printed total, and whether they are equal.
-- Units: as in `scope`.
-- Caveats: a "top 5" is no complete breakdown, so it is not tried. What contradicts is shown as
--   printed and never corrected. Rows with is_demo are made up.
with parameters as (
    -- true: only what is contradicted.
    select false as only_contradicted
)

select
    case
        when exists (
            select 1 from marts.fct_recap as recap
            where list_contains(string_split(consistency.figure_keys, ','), recap.recap_key)
        ) then 'recap'
        else 'published'
    end as basis,
    consistency.is_demo,
    consistency.scope,
    consistency.left_value as sum_of_parts,
    consistency.right_value as printed_total,
    consistency.difference,
    consistency.status,
    consistency.citation
from quality.consistency as consistency
cross join parameters
where
    consistency.rule = 'sum_of_parts'
    and (not parameters.only_contradicted or consistency.status = 'contradicted')
order by consistency.status, consistency.is_demo, basis, consistency.scope
