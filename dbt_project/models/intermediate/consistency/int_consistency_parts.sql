-- Sums of parts: complete breakdowns against their printed total, recap rows against JUMLAH.
with figure_parts as (
    select
        breakdown as subject,
        breakdown_total_key,
        bool_and(breakdown_is_complete) as is_complete,
        -- A part without a number is unknown, not zero.
        bool_and(value is not null) as all_known,
        sum(value) as left_value,
        min(unit) as unit,
        count(distinct unit) as units,
        count(distinct as_of) as dates,
        min(as_of) as as_of,
        string_agg(figure_key, ', ' order by figure_key) as part_keys,
        any_value(is_demo) as is_demo
    from {{ ref('fct_published_figure') }}
    where breakdown is not null and breakdown_total_key is not null
    group by breakdown, breakdown_total_key
),

figures as (
    select
        figure_parts.subject,
        total.scope || ' | ' || figure_parts.subject as scope,
        figure_parts.left_value,
        total.value as right_value,
        figure_parts.part_keys || ', ' || total.statement_key as figure_keys,
        total.citation,
        total.is_demo
    from figure_parts
    inner join {{ ref('int_printed_statement') }} as total
        on figure_parts.breakdown_total_key = total.statement_key
    where
        figure_parts.is_complete
        and figure_parts.all_known
        and figure_parts.units = 1
        and figure_parts.unit = total.unit
        and figure_parts.dates <= 1
        and figure_parts.as_of is not distinct from total.as_of
),

recap_cells as (
    select
        *,
        -- With several total rows ("Jumlah s.d. bulan lalu") it is not known which one sums up.
        count(*) filter (where is_total_row) over (
            partition by delivery_key, sheet_name, measure, period_label
        ) as total_rows
    from {{ ref('fct_recap') }}
    where measure <> 'share'
),

data_rows as (
    select
        delivery_key,
        sheet_name,
        count(distinct row_number) as data_rows
    from recap_cells
    where not is_total_row
    group by delivery_key, sheet_name
),

recap_sums as (
    select
        delivery_key,
        sheet_name,
        measure,
        period_label,
        sum(value) filter (where not is_total_row) as left_value,
        max(value) filter (where is_total_row) as right_value,
        string_agg(recap_key, ', ' order by is_total_row, row_number) as figure_keys,
        max(recap_key) filter (where is_total_row) as total_key
    from recap_cells
    inner join data_rows using (delivery_key, sheet_name)
    where total_rows = 1
    group by delivery_key, sheet_name, measure, period_label
    having
        bool_and(value is not null)
        -- A row with nothing in the column is unknown, not zero.
        and count(*) filter (where not is_total_row) = any_value(data_rows.data_rows)
),

recaps as (
    select
        concat_ws(
            ' ', recap_sums.delivery_key, recap_sums.sheet_name, recap_sums.measure,
            recap_sums.period_label
        ) as subject,
        total.scope || ' | ' || recap_sums.measure as scope,
        recap_sums.left_value,
        recap_sums.right_value,
        recap_sums.figure_keys,
        total.citation,
        total.is_demo
    from recap_sums
    inner join {{ ref('int_printed_statement') }} as total
        on recap_sums.total_key = total.statement_key
)

select
    rule.rule_id,
    sums.*,
    sums.left_value = sums.right_value as holds
from (
    select * from figures
    union all by name
    select * from recaps
) as sums
cross join (
    select distinct rule_id from {{ ref('int_consistency_rule') }} where rule = 'sum_of_parts'
) as rule
