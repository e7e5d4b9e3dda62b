-- The consistency rules, one row per rule and measure on its left side.
select
    rule_id,
    rule,
    rule_name,
    relation,
    right_measure,
    denominator_measure,
    unnest(coalesce(string_split(left_measures, '|'), [cast(null as varchar)])) as left_measure,
    coalesce(len(string_split(left_measures, '|')), 0) as left_measure_count
from {{ source('expectations', 'consistency_rules') }}
