-- Per delivery and sheet: rows by what became of them, loaded ones counted from the facts.
-- A row of several parts is loaded if any part is, else rejected if any part is, else set aside.
with located as (
    select
        delivery_key,
        sheet_name,
        row_number,
        bool_or(class = 'record') as is_data
    from {{ source('landing', 'row') }}
    group by delivery_key, sheet_name, row_number
),

parts as (
    select
        verdict.delivery_key,
        verdict.sheet_name,
        verdict.row_number,
        verdict.part,
        verdict.class,
        loaded.delivery_key is not null as is_loaded
    from {{ source('landing', 'row_verdict') }} as verdict
    left join {{ ref('int_loaded_part') }} as loaded
        on verdict.delivery_key = loaded.delivery_key
        and verdict.sheet_name = loaded.sheet_name
        and verdict.row_number = loaded.row_number
        and verdict.part = loaded.part
),

data_rows as (
    select
        delivery_key,
        sheet_name,
        row_number,
        bool_or(is_loaded) as is_loaded,
        bool_or(class = 'record') as has_record,
        bool_or(class = 'rejected') as has_rejected,
        count(*) filter (where is_loaded) as parts_loaded,
        count(*) filter (where class = 'rejected') as parts_rejected,
        count(*) filter (where class = 'set_aside') as parts_set_aside
    from parts
    group by delivery_key, sheet_name, row_number
),

parts_read as (
    select
        delivery_key,
        sheet_name,
        count(*) as parts_read
    from {{ source('landing', 'row') }}
    where class = 'record'
    group by delivery_key, sheet_name
),

sheets as (
    select
        located.delivery_key,
        located.sheet_name,
        count(*) as nonempty,
        count(*) filter (where not located.is_data) as structural,
        count(*) filter (where located.is_data) as read,
        count(*) filter (where data_rows.is_loaded) as loaded,
        -- A row one of whose parts should have been loaded and was not is neither: it is lost.
        count(*) filter (
            where not data_rows.is_loaded and not data_rows.has_record and data_rows.has_rejected
        ) as rejected,
        count(*) filter (
            where
                not data_rows.is_loaded and not data_rows.has_record
                and not data_rows.has_rejected
        ) as set_aside,
        coalesce(sum(data_rows.parts_loaded), 0) as parts_loaded,
        coalesce(sum(data_rows.parts_rejected), 0) as parts_rejected,
        coalesce(sum(data_rows.parts_set_aside), 0) as parts_set_aside
    from located
    left join data_rows
        on located.delivery_key = data_rows.delivery_key
        and located.sheet_name = data_rows.sheet_name
        and located.row_number = data_rows.row_number
    group by located.delivery_key, located.sheet_name
)

select
    sheets.delivery_key,
    sheets.sheet_name,
    sheets.nonempty,
    sheets.structural,
    sheets.read,
    sheets.loaded,
    sheets.rejected,
    sheets.set_aside,
    coalesce(parts_read.parts_read, 0) as parts_read,
    sheets.parts_loaded,
    sheets.parts_rejected,
    sheets.parts_set_aside
from sheets
left join parts_read
    on sheets.delivery_key = parts_read.delivery_key
    and sheets.sheet_name = parts_read.sheet_name
