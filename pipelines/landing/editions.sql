-- The rows of each edition and of the one it replaces: what each holds, and what finds it again.
-- The temporary table `edition_field` says of each field of each layout how it is compared.
create or replace temporary table edition_cell as
select
    p.delivery_key as later,
    p.is_later,
    f.sheet_name,
    f.row_number,
    f.part,
    f.field,
    f.column_letter,
    f.heading,
    f.text,
    f.value,
    f.value_kind,
    e.key_place,
    e.is_sequence,
    -- Dates and numbers are compared by what they mean: two programs write one day in two ways.
    case when e.by_value then coalesce(f.value, f.text) else f.text end as compared
from (
    select
        delivery_key,
        true as is_later,
        delivery_key as edition
    from edition_pair
    union all
    select
        delivery_key,
        false as is_later,
        supersedes_delivery_key as edition
    from edition_pair
) as p
inner join landing.delivery as d
    on p.edition = d.delivery_key
inner join edition_value as f
    on p.edition = f.delivery_key
inner join edition_field as e
    on d.layout = e.layout and f.field = e.field;

create or replace temporary table edition_row as
select
    later,
    is_later,
    sheet_name,
    row_number,
    part,
    string_agg(coalesce(value, text), chr(31) order by key_place)
        filter (where key_place is not null) as key,
    -- A number that only counts the rows changes with every row that is put in before it.
    md5(string_agg(field || chr(30) || compared, chr(31) order by field)
        filter (where not is_sequence)) as content
from edition_cell
group by later, is_later, sheet_name, row_number, part;

create or replace temporary table edition_match (
    later varchar,
    sheet_name varchar,
    row_number integer,
    part integer,
    old_sheet_name varchar,
    old_row_number integer,
    old_part integer
);
