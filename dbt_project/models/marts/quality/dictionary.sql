-- What every table and column of the open zone is; made empty here and filled by the run once all
-- of them are built, from this project's descriptions and from what the tables hold.
select
    cast(null as varchar) as schema_name,
    cast(null as varchar) as table_name,
    cast(null as varchar) as column_name,
    cast(null as integer) as position,
    cast(null as varchar) as data_type,
    cast(null as varchar) as label_id,
    cast(null as varchar) as description_en,
    cast(null as varchar) as description_id,
    cast(null as varchar) as unit,
    cast(null as varchar) as headings,
    cast(null as varchar) as comes_from,
    cast(null as varchar) as examples
where false
