-- Laws, decrees, circulars and letters as one publication prints them, with the reference meant.
select
    cast(regulation_id as varchar) as regulation_key,
    -- The same for every printed form of one regulation: 'UU 20/2023'. A letter's number may be
    -- given again in another year, so its year stands in it too wherever it is known.
    cast(
        kind || ' ' || case
            when year is null or number like '%/' || year then number
            when position('/' in number) > 0 then number || ' Tahun ' || year
            else number || '/' || year
        end as varchar
    ) as reference,
    cast(kind as varchar) as kind,
    cast(number as varchar) as number,
    cast(year as integer) as year,
    cast(title as varchar) as title,
    cast(issuer as varchar) as issuer,
    cast(date as date) as issued_on,
    cast(as_printed as varchar) as as_printed,
    cast(corrected = 'yes' as boolean) as is_corrected,
    cast(citation as varchar) as citation,
    cast(locator as varchar) as locator,
    cast(note as varchar) as note,
    cast(delivery_key as varchar) as delivery_key,
    cast(sheet_name as varchar) as sheet_name,
    cast(row_number as integer) as row_number,
    cast(part as integer) as part,
    cast(is_demo as boolean) as is_demo
from {{ ref('stg_published__regulation') }}
