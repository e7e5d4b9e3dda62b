-- Printed percentages against the counts printed beside them, rounded half up as printed.
with rules as (
    select * from {{ ref('int_consistency_rule') }} where rule = 'percentage'
),

statements as (
    select * from {{ ref('int_printed_statement') }}
),

compared as (
    select
        rules.rule_id,
        share.statement_key as subject,
        share.scope,
        share.value as right_value,
        share.printed_decimals as decimals,
        numerator.value as numerator,
        coalesce(share.base, denominator.value) as base,
        -- Printed only if the publication says so, and both are counts of the same thing.
        (
            coalesce(share.base_basis, 'printed') <> 'printed'
            or (numerator.unit is distinct from coalesce(denominator.unit, numerator.unit))
        ) as base_assumed,
        concat_ws(', ', numerator.statement_key, denominator.statement_key, share.statement_key)
            as figure_keys,
        share.citation,
        share.is_demo
    from rules
    inner join statements as share
        on rules.right_measure = share.measure and rules.left_measure = share.member
    inner join statements as numerator
        on share.scope_key = numerator.scope_key
        and rules.left_measure = numerator.measure
        and numerator.member is null
    left join statements as denominator
        on share.scope_key = denominator.scope_key
        and rules.denominator_measure = denominator.measure
        and denominator.member is null
        and (share.base is null or share.base = denominator.value)
    where
        share.printed_decimals is not null
        -- A rule with a denominator measure needs it printed; one without needs a stated base.
        and case
            when rules.denominator_measure is null then share.base is not null
            else denominator.statement_key is not null
        end
)

select
    rule_id,
    subject,
    scope,
    {{ percentage_in_last_place('numerator', 'base', 'decimals') }}
        / {{ power_of_ten('decimals') }} as left_value,
    right_value,
    base,
    base_assumed,
    {{ percentage_in_last_place('numerator', 'base', 'decimals') }}
        = {{ in_last_place('right_value', 'decimals') }} as holds,
    figure_keys,
    citation,
    is_demo
from compared
where numerator = floor(numerator) and base = floor(base) and base > 0
