-- 18. What changed when KASN's task passed to BKN?
-- 18. Apa yang berubah ketika tugas KASN beralih ke BKN?
--
-- Counts: how much each institution says before, during and after the handover, and of what: figures
--   ("published"), filled cells of recaps ("recap") and stages stated by registers ("registers").
-- Units: statements (figures, cells with those of totals, stages): how much is said, not how many
--   cases there are.
-- Caveats: the handover is known to the month only (August to September 2024). Statements are placed
--   by their as-of date or the day of the stage; undated ones are on the side "undated". That fewer
--   are found after it may say as much of what was collected here as of what was published.
--   `outside_validity`: said in the name of an institution that did not have the task then.
--   Rows with is_demo are made up.
with parameters as (
    select
        date '2024-08-01' as handover_from,
        date '2024-09-30' as handover_to
),

placed as (
    select
        said.*,
        case
            when said.first_date is null then 'undated'
            when said.last_date < parameters.handover_from then 'before'
            when said.first_date > parameters.handover_to then 'after'
            else 'during'
        end as side
    from reporting.source_by_month as said
    cross join parameters
)

select
    basis,
    coalesce(source_name, 'Tidak dinyatakan') as source_name,
    source_valid_from,
    source_valid_to,
    side,
    sum(statements) as statements,
    count(distinct measure) as measures,
    string_agg(distinct measure, ', ' order by measure) as measures_named,
    min(first_date) as first_date,
    max(last_date) as last_date,
    sum(statements_outside_validity) as outside_validity,
    is_demo
from placed
group by basis, source_name, source_valid_from, source_valid_to, side, is_demo
order by
    basis, is_demo, source_name,
    case side when 'before' then 1 when 'during' then 2 when 'after' then 3 else 4 end
