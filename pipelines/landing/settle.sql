-- Settles the deliveries in the temporary table `settling`: each field's value, each data row's
-- verdict, each error. `inspect` and the nightly load share it. The temporary table `empty_text`
-- holds the plain texts that say nothing: words for unknown, and error cells with their reason.
delete from landing.field_value where delivery_key in (select delivery_key from settling);
delete from landing.row_verdict where delivery_key in (select delivery_key from settling);
delete from landing.row_error where delivery_key in (select delivery_key from settling);
delete from landing.decision_use where delivery_key in (select delivery_key from settling);

create or replace temporary table read_field as
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

-- What a person has decided (decisions.py makes decided_cell and decided_word): only where the cell
-- by itself is rejected or left out, and still holds the text that was decided about.
create or replace temporary table settled_field as
select
    f.* replace (
        case when c.number is null then f.value else c.value end as value,
        case when c.number is null then f.reason_code end as reason_code,
        case when c.number is null then f.message end as message
    ),
    c.number,
    c.decision,
    c.decided_at,
    coalesce(f.reason_code, 'required_missing') as own_reason_code
from read_field as f
left join decided_cell as c
    on
        f.delivery_key = c.delivery_key
        and f.sheet_name = c.sheet_name
        and f.row_number = c.row_number
        and f.part = c.part
        and f.field = c.field
        -- Blanks are folded as values/decisions.py does.
        and trim(regexp_replace(f.text, '[\s\p{Z}\x0b\x1c-\x1f\x85]+', ' ', 'g')) = c.expected
        and f.row_class = 'record'
        and (f.reason_code is not null or (f.is_required and f.value is null));

insert into landing.decision_use
select
    delivery_key, sheet_name, row_number, part, field, column_letter, 'cell', number, decision,
    own_reason_code, decided_at
from settled_field
where number is not null
union all
select
    f.delivery_key, f.sheet_name, f.row_number, f.part, f.field, f.column_letter, 'word', w.number,
    'value', w.reason_code, w.decided_at
from settled_field as f
inner join decided_word as w
    on f.value_kind = w.value_kind and f.text = w.text
where f.row_class = 'record' and f.number is null;

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
    and (reason_code is not null or (is_required and value is null))
    -- A row that a person has set aside has no errors any more.
    and (delivery_key, sheet_name, row_number, part) not in (
        select (u.delivery_key, u.sheet_name, u.row_number, u.part)
        from landing.decision_use as u where u.decision = 'set_aside'
    );

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
        when u.delivery_key is not null or s.delivery_key is not null then 'set_aside'
        else 'record'
    end as class,
    case
        when e.delivery_key is not null then e.reason_code
        when d.reason_code is not null then d.reason_code
        when u.delivery_key is not null then 'decided_set_aside'
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
left join (
    select distinct delivery_key, sheet_name, row_number, part
    from landing.decision_use
    where decision = 'set_aside'
) as u using (delivery_key, sheet_name, row_number, part)
where r.class = 'record';

drop table settled_field;
drop table read_field;
