-- The tables of landing.duckdb: what arrived, every cell of it as text, and how it was understood.
create schema if not exists landing;

-- One row a distinct file (by its bytes), under whatever names it came.
create table if not exists landing.delivery (
    delivery_key varchar primary key,
    sha256 varchar not null,
    file_name varchar not null,
    file_name_masked varchar not null,
    size_bytes bigint not null,
    received_at timestamp not null,
    folder varchar not null,
    inbox_folder varchar not null,
    origin varchar not null,
    is_demo boolean not null,
    sidecar varchar,
    recogniser varchar,
    status varchar,
    reason_code varchar,
    reason varchar,
    mend varchar,
    evidence varchar,
    family varchar,
    layout varchar,
    register_kind varchar,
    record_kind varchar,
    source_code varchar,
    office varchar,
    office_region_code varchar,
    office_institution_code varchar,
    period_label varchar,
    election_code varchar,
    as_of date,
    logical_source varchar,
    content_sha256 varchar,
    latest_date varchar
);

-- Every non-empty row of every sheet of an understood delivery, as it stands, in exactly one class. A
-- row that holds several persons has several parts. Of data rows, and of total rows of recaps, also:
-- what each field of the table (landing.sheet_table) is, as far as its cell does not say it.
--   texts         for each slot the text of its field where it is not that of the slot's own cell
--                 (filled down, taken apart, one person's share); '' where the cell says nothing
--   field_values  for each slot of a kind other than text what it means (plain text means itself)
-- The verdict (record, rejected, set_aside) is that of data rows.
create table if not exists landing.row (
    delivery_key varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    is_hidden boolean not null,
    class varchar not null,
    rule varchar,
    record_kind varchar,
    cells varchar[] not null,
    table_number integer,
    texts varchar[],
    field_values varchar[],
    verdict varchar,
    verdict_rule varchar
);

-- The fields of each table's records: one row a slot, with the first column that feeds it. A table
-- of a month is as of its own date, whatever the workbook's last one is.
create table if not exists landing.sheet_table (
    delivery_key varchar not null,
    sheet_name varchar not null,
    table_number integer not null,
    header_row integer not null,
    slot integer not null,
    value_slot integer,
    column_number integer not null,
    field varchar not null,
    value_kind varchar not null,
    column_letter varchar not null,
    heading varchar not null,
    as_of date,
    period_label varchar
);

-- What is wrong with which cell of a data row, and how its text was read.
create table if not exists landing.row_error (
    delivery_key varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    column_letter varchar not null,
    field varchar not null,
    heading varchar not null,
    value_kind varchar not null,
    context varchar not null,
    text varchar,
    reason_code varchar not null,
    reason varchar,
    rejects boolean not null
);

-- The cells whose value, or whose row's verdict, is a person's decision (decisions.py). The number is
-- that of the decision's row in the file; reason_code is why the cell was rejected before.
create table if not exists landing.decision_use (
    delivery_key varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    field varchar not null,
    column_letter varchar not null,
    scope varchar not null,
    number integer not null,
    decision varchar not null,
    reason_code varchar not null,
    decided_at varchar not null
);

create or replace view landing.row_verdict as
select delivery_key, sheet_name, row_number, part, record_kind, verdict as class, verdict_rule as rule
from landing.row
where verdict is not null;

-- The fields, one a row, where there is something to read.
create or replace view landing.field_value as
select
    located.* exclude (typed),
    case when value_kind = 'text' then text else typed end as value
from (
    select
        r.delivery_key,
        r.sheet_name,
        r.row_number,
        r.part,
        r.class as row_class,
        t.field,
        t.value_kind,
        t.column_letter,
        t.heading,
        nullif(coalesce(r.texts[t.slot], r.cells[t.column_number]), '') as text,
        r.field_values[t.value_slot] as typed
    from landing.row as r
    inner join landing.sheet_table as t using (delivery_key, sheet_name, table_number)
) as located
-- A blank cell has a value where a person has decided so.
where text is not null or typed is not null;

-- Each sound NIP once. Not a key to DuckDB: its index would cost more than all the hashes.
create table if not exists landing.nip_key (nip varchar not null, asn_key varchar not null);

-- This build: its options, the files that lie in the folders now, the deliveries that count.
create table if not exists landing.build (name varchar primary key, value varchar);
create table if not exists landing.present_file (
    folder varchar not null, path varchar not null, delivery_key varchar not null
);
create table if not exists landing.build_delivery (
    delivery_key varchar primary key,
    is_current boolean not null,
    supersedes_delivery_key varchar,
    -- The earlier delivery of the same register and content: this one is not loaded again.
    same_content_as varchar,
    -- The earlier delivery that this one would replace, but lacks most of: it waits, and why.
    held_back_for varchar,
    held_back_because varchar
);

-- The editions that have been compared with the one they replace, and need not be again.
create table if not exists landing.edition_compared (
    delivery_key varchar primary key, supersedes_delivery_key varchar not null
);

-- What a later edition has added, changed or withdrawn (editions.sql); a field for each changed cell.
create table if not exists landing.edition_change (
    delivery_key varchar not null,
    supersedes_delivery_key varchar not null,
    change varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    old_sheet_name varchar,
    old_row_number integer,
    old_part integer,
    field varchar,
    column_letter varchar,
    heading varchar,
    value_kind varchar,
    old_text varchar,
    new_text varchar,
    old_value varchar,
    new_value varchar
);
