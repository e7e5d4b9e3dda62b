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
    logical_source varchar
);

-- What the sheets hold, whatever the bytes: the same when a file is saved again unchanged.
alter table landing.delivery add column if not exists content_sha256 varchar;

-- Every non-empty row of every sheet, as it stands.
create table if not exists landing.sheet_row (
    delivery_key varchar not null,
    sheet_number integer not null,
    sheet_name varchar not null,
    row_number integer not null,
    is_hidden boolean not null,
    cells varchar[] not null
);

-- Each non-empty row in exactly one class; a row that holds several persons has several parts.
create table if not exists landing.row (
    delivery_key varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    class varchar not null,
    rule varchar,
    record_kind varchar
);

-- The fields of data rows (and of total rows of recaps), still as text.
create table if not exists landing.field (
    delivery_key varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    field varchar not null,
    column_letter varchar,
    heading varchar,
    text varchar not null,
    value_kind varchar not null,
    context varchar not null,
    on_error varchar not null,
    is_required boolean not null
);

-- What each distinct text means: a value, nothing (absent), or a reason why not.
create table if not exists landing.meaning (
    value_kind varchar not null,
    context varchar not null,
    text varchar not null,
    value varchar,
    reason_code varchar,
    message varchar
);

create table if not exists landing.nip_key (nip varchar primary key, asn_key varchar not null);

-- Settled from the above, set by set (settle.sql).
create table if not exists landing.field_value (
    delivery_key varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    row_class varchar not null,
    field varchar not null,
    column_letter varchar,
    heading varchar,
    text varchar not null,
    value varchar
);

create table if not exists landing.row_verdict (
    delivery_key varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    record_kind varchar,
    class varchar not null,
    rule varchar
);

create table if not exists landing.row_error (
    delivery_key varchar not null,
    sheet_name varchar not null,
    row_number integer not null,
    part integer not null,
    column_letter varchar,
    field varchar not null,
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
    column_letter varchar,
    scope varchar not null,
    number integer not null,
    decision varchar not null,
    reason_code varchar not null,
    decided_at varchar not null
);

-- This build: its options, the files that lie in the folders now, the deliveries that count.
create table if not exists landing.build (name varchar primary key, value varchar);
create table if not exists landing.present_file (
    folder varchar not null, path varchar not null, delivery_key varchar not null
);
create table if not exists landing.build_delivery (
    delivery_key varchar primary key,
    is_current boolean not null,
    supersedes_delivery_key varchar
);
-- The earlier delivery of the same register and content: this one is known, and not loaded again.
alter table landing.build_delivery add column if not exists same_content_as varchar;

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
