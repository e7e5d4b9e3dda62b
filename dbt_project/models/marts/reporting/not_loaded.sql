-- What could not be loaded or is not known, and what it stands for; nothing of it is a zero.
with deliveries as (
    select
        *,
        case
            when family = 'published' then 'published'
            when register_kind in ('kasn_recap', 'kasn_crosstab', 'bawaslu_recap') then 'recap'
            when register_kind is not null then 'registers'
            else 'not_recognised'
        end as basis
    from {{ ref('dim_delivery') }}
),

files as (
    select
        'file_quarantined' as kind,
        delivery_key,
        reason_code,
        'file' as unit,
        1 as amount
    from deliveries
    where status = 'quarantined'
),

-- A row may have several errors: it is counted once, under all its reasons.
rejected_rows as (
    select
        rejected.delivery_key,
        string_agg(distinct rejected.reason_code, ', ' order by rejected.reason_code)
            as reason_code,
        string_agg(distinct rejected.field, ', ' order by rejected.field) as item,
        string_agg(distinct code.text, '; ' order by code.text) as reason_en,
        string_agg(distinct code.text_id, '; ' order by code.text_id) as reason_id,
        count(distinct rejected.part) as parts
    from {{ ref('rejected_row') }} as rejected
    left join {{ ref('stg_reference__reason_code') }} as code
        on rejected.reason_code = code.reason_code
    group by rejected.delivery_key, rejected.sheet_name, rejected.row_number
),

rejected as (
    select
        'row_rejected' as kind,
        delivery_key,
        reason_code,
        reason_en,
        reason_id,
        item,
        'row' as unit,
        count(*) as amount,
        sum(parts) as parts
    from rejected_rows
    group by delivery_key, reason_code, reason_en, reason_id, item
),

set_aside as (
    select
        'row_set_aside' as kind,
        delivery_key,
        'row' as unit,
        sum(set_aside) as amount,
        sum(parts_set_aside) as parts
    from {{ ref('row_balance') }}
    group by delivery_key
    having sum(parts_set_aside) > 0
),

unread as (
    select
        'cell_unread' as kind,
        delivery_key,
        reason_code,
        field as item,
        'cell' as unit,
        count(*) as amount
    from {{ ref('unread_value') }}
    where not is_kept
    group by delivery_key, reason_code, field
),

recaps as (
    select
        'recap_without_number' as kind,
        delivery_key,
        measure as item,
        'cell' as unit,
        count(*) as amount
    from {{ ref('fct_recap') }}
    where value is null
    group by delivery_key, measure
),

figures as (
    select
        'figure_without_number' as kind,
        delivery_key,
        measure as item,
        'figure' as unit,
        1 as amount,
        source_key,
        as_printed,
        citation,
        figure_key
    from {{ ref('fct_published_figure') }}
    where value is null
),

together as (
    select * from files
    union all by name
    select * from rejected
    union all by name
    select * from set_aside
    union all by name
    select * from unread
    union all by name
    select * from recaps
    union all by name
    select * from figures
)

select
    cast(deliveries.basis as varchar) as basis,
    cast(together.kind as varchar) as kind,
    cast(together.delivery_key as varchar) as delivery_key,
    cast(deliveries.file_name as varchar) as file_name,
    cast(coalesce(together.source_key, deliveries.source_key) as varchar) as source_key,
    cast(deliveries.office as varchar) as office,
    cast(deliveries.register_kind as varchar) as register_kind,
    cast(together.item as varchar) as item,
    cast(together.reason_code as varchar) as reason_code,
    cast(coalesce(together.reason_en, code.text) as varchar) as reason_en,
    cast(coalesce(together.reason_id, code.text_id) as varchar) as reason_id,
    cast(together.amount as integer) as amount,
    cast(together.unit as varchar) as unit,
    -- A row of a register stands for a person, or each of its parts for one; a row of a matrix of
    -- follow-ups stands for a recommendation, and how many persons that names it does not say.
    cast(
        case
            when
                deliveries.basis = 'registers'
                and deliveries.register_kind <> 'follow_up_matrix'
                then together.parts
        end as integer
    ) as persons,
    cast(together.as_printed as varchar) as as_printed,
    cast(together.citation as varchar) as citation,
    cast(together.figure_key as varchar) as figure_key,
    cast(deliveries.is_demo as boolean) as is_demo
from together
inner join deliveries
    on together.delivery_key = deliveries.delivery_key
left join {{ ref('stg_reference__reason_code') }} as code
    on together.reason_code = code.reason_code
