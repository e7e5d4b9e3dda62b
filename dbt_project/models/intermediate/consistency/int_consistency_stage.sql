-- Stage identities and subset order: counts of one scope, unit and date against each other.
with counts as (
    select
        scope_key,
        scope,
        unit,
        measure,
        member,
        min(value) as value,
        string_agg(statement_key, ', ' order by statement_key) as figure_keys,
        any_value(citation) as citation,
        any_value(is_demo) as is_demo
    from {{ ref('int_printed_statement') }}
    where measure <> 'share'
    group by scope_key, scope, unit, measure, member
    -- Printed twice and differently: which of the two to take is not ours to say.
    having min(value) = max(value)
),

rules as (
    select *
    from {{ ref('int_consistency_rule') }}
    where rule in ('stage_identity', 'subset')
)

select
    rules.rule_id,
    totals.scope_key || coalesce(totals.member, '') || coalesce(totals.unit, '') as subject,
    any_value(totals.scope) as scope,
    sum(parts.value) as left_value,
    any_value(totals.value) as right_value,
    case any_value(rules.relation)
        when '=' then sum(parts.value) = any_value(totals.value)
        when '<=' then sum(parts.value) <= any_value(totals.value)
    end as holds,
    string_agg(parts.figure_keys, ', ' order by parts.measure)
        || ', ' || any_value(totals.figure_keys) as figure_keys,
    any_value(totals.citation) as citation,
    any_value(totals.is_demo) as is_demo
from rules
inner join counts as totals
    on rules.right_measure = totals.measure
inner join counts as parts
    on rules.left_measure = parts.measure
    and totals.scope_key = parts.scope_key
    and totals.unit is not distinct from parts.unit
    and totals.member is not distinct from parts.member
group by rules.rule_id, totals.scope_key, totals.unit, totals.member
-- A stage that is not printed is unknown, not zero: nothing can be said without it.
having count(*) = any_value(rules.left_measure_count)
