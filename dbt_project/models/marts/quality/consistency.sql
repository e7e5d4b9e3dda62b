-- Each arithmetic rule on what was printed, wherever it can be tested: it holds or is contradicted.
with tests as (
    select * from {{ ref('int_consistency_parts') }}
    union all by name
    select * from {{ ref('int_consistency_stage') }}
    union all by name
    select * from {{ ref('int_consistency_percentage') }}
    union all by name
    select * from {{ ref('int_consistency_possible') }}
    union all by name
    select * from {{ ref('int_consistency_twice') }}
)

select
    cast({{ surrogate_key(['tests.rule_id', 'tests.subject']) }} as varchar) as consistency_key,
    cast(rule.rule as varchar) as rule,
    cast(tests.rule_id as varchar) as rule_id,
    cast(rule.rule_name as varchar) as rule_name,
    cast(tests.scope as varchar) as scope,
    cast(tests.left_value as double) as left_value,
    cast(tests.right_value as double) as right_value,
    -- Through decimals: 72.2 - 73.2 is -1, not -0.9999.
    cast(
        cast(tests.left_value as decimal(18, 6)) - cast(tests.right_value as decimal(18, 6))
        as double
    ) as difference,
    cast(tests.base as double) as base,
    cast(tests.base_assumed as boolean) as base_assumed,
    cast(tests.smallest_fitting_base as bigint) as smallest_fitting_base,
    cast(case when tests.holds then 'holds' else 'contradicted' end as varchar) as status,
    cast(tests.figure_keys as varchar) as figure_keys,
    cast(tests.citation as varchar) as citation,
    cast(tests.is_demo as boolean) as is_demo
from tests
inner join (
    select distinct rule_id, rule, rule_name from {{ ref('int_consistency_rule') }}
) as rule on tests.rule_id = rule.rule_id
