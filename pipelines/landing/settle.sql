-- Settles the deliveries in the temporary table `settling`: each field's value, each data row's
-- verdict, each error. `inspect` and the nightly load share it. The temporary table `empty_text`
-- holds the plain texts that say nothing: words for unknown, and error cells with their reason.
delete from landing.field_value where delivery_key in (select delivery_key from settling);
delete from landing.row_verdict where delivery_key in (select delivery_key from settling);
delete from landing.row_error where delivery_key in (select delivery_key from settling);

create or replace temporary table settled_field as
select
    f.*,
    r.class as row_class,
    case
        when f.value_kind <> 'text' then m.value
        when e.text is null then nullif(trim(f.text), '')
    end as value,
    coalesce(m.reason_code, e.reason_code) as reason_code,
    coalesce(m.message, e.message) as message
from landing.field as f
inner join settling using (delivery_key)
inner join landing.row as r using (delivery_key, sheet_name, row_number, part)
left join landing.meaning as m
    on
        f.value_kind = m.value_kind
        and f.context = m.context
        and f.text = m.text
left join empty_text as e
    on f.value_kind = 'text' and f.text = e.text;

insert into landing.field_value
select
    delivery_key, sheet_name, row_number, part, row_class, field, column_letter, heading, text, value
from settled_field;

-- A total row is checked as a total, not as a record: only data rows have errors.
insert into landing.row_error
select
    delivery_key,
    sheet_name,
    row_number,
    part,
    column_letter,
    field,
    coalesce(reason_code, 'required_missing') as reason_code,
    case
        when reason_code is not null then message
        else 'nothing stands in the column "' || coalesce(heading, field) || '", which a row of this '
            || 'layout needs; fill it in'
    end as reason,
    reason_code is null or on_error = 'reject' as rejects
from settled_field
where
    row_class = 'record'
    and (reason_code is not null or (is_required and value is null));

-- Rejected goes before set aside: only a sound record can be set aside by a rule. A file that waits
-- in quarantine has no accepted row; its rows are here only when somebody inspects it.
insert into landing.row_verdict
select
    r.delivery_key,
    r.sheet_name,
    r.row_number,
    r.part,
    r.record_kind,
    case
        when e.delivery_key is not null or d.reason_code is not null then 'rejected'
        when s.delivery_key is not null then 'set_aside'
        else 'record'
    end as class,
    case
        when e.delivery_key is not null then e.reason_code
        when d.reason_code is not null then d.reason_code
        when s.delivery_key is not null then 'subject_not_asn'
        else r.rule
    end as rule
from landing.row as r
inner join settling using (delivery_key)
inner join landing.delivery as d using (delivery_key)
left join (
    select delivery_key, sheet_name, row_number, part, min(reason_code) as reason_code
    from landing.row_error
    where rejects
    group by all
) as e using (delivery_key, sheet_name, row_number, part)
left join (
    select distinct delivery_key, sheet_name, row_number, part
    from settled_field
    where field = 'subject_kind' and value = 'not_asn'
) as s using (delivery_key, sheet_name, row_number, part)
where r.class = 'record';

drop table settled_field;
