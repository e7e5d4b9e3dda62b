-- One measure printed twice for the same scope, unit and date, by one source or by two.
with statements as (
    select
        *,
        -- A period that ends on the as-of date says no more than the as-of date.
        case when (period_to is distinct from as_of) then period_to end as period_end,
        case when election_key is null and period_from is null then period_label end
            as bare_period
    from {{ ref('int_printed_statement') }}
    where as_of is not null
)

select
    rule.rule_id,
    one.statement_key || other.statement_key as subject,
    concat_ws(
        ' | ', one.scope, concat_ws(' ', one.measure, one.member),
        case when one.source_key <> other.source_key then 'also ' || upper(other.source_key) end
    ) as scope,
    one.value as left_value,
    other.value as right_value,
    one.value = other.value as holds,
    one.statement_key || ', ' || other.statement_key as figure_keys,
    case
        when one.citation = other.citation then one.citation
        else one.citation || '; ' || other.citation
    end as citation,
    one.is_demo
from statements as one
inner join statements as other
    on one.statement_key < other.statement_key
    and one.measure = other.measure
    and one.member is not distinct from other.member
    and one.unit is not distinct from other.unit
    and one.region_key is not distinct from other.region_key
    and one.institution_key is not distinct from other.institution_key
    and one.about is not distinct from other.about
    and one.election_key is not distinct from other.election_key
    and one.period_from is not distinct from other.period_from
    and one.period_end is not distinct from other.period_end
    and one.bare_period is not distinct from other.bare_period
    and one.as_of = other.as_of
    and one.as_of_precision = other.as_of_precision
    and one.is_demo = other.is_demo
cross join (
    select distinct rule_id
    from {{ ref('int_consistency_rule') }}
    where rule = 'same_figure_twice'
) as rule
where
    -- Two rows of one sheet are two places of it, not one thing said twice.
    (one.publication <> other.publication or one.statement_kind = 'figure')
    -- The same month or year is not the same date: different values then contradict nothing.
    and (one.as_of_precision = 'day' or one.value = other.value)
    -- An unknown place is not the same place.
    and one.region_key is not null
