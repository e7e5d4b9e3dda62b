-- Whether any whole count of the base prints as the share, and the smallest base that fits a list.
with shares as (
    select
        *,
        -- A share that stands in no list is a list of its own.
        coalesce(breakdown, statement_key) as list_key,
        {{ in_last_place('value', 'printed_decimals') }} as last_place
    from {{ ref('int_printed_statement') }}
    where measure = 'share' and printed_decimals is not null
),

-- 100 times the last place fits every percentage, so the search ends there.
lists as (
    select
        list_key,
        count(*) as members,
        100 * {{ power_of_ten('max(printed_decimals)') }} as largest_base
    from shares
    group by list_key
),

bases as (
    select
        list_key,
        members,
        unnest(generate_series(1, cast(largest_base as bigint))) as base
    from lists
),

fitting as (
    select bases.list_key, bases.base
    from bases
    inner join shares on bases.list_key = shares.list_key
    where
        {{ is_possible_percentage('shares.last_place', 'bases.base', 'shares.printed_decimals') }}
    group by bases.list_key, bases.base, bases.members
    having count(*) = bases.members
),

smallest as (
    select list_key, min(base) as smallest_fitting_base
    from fitting
    group by list_key
),

tested as (
    select
        shares.*,
        smallest.smallest_fitting_base,
        {{ is_possible_percentage('shares.last_place', 'shares.base', 'shares.printed_decimals') }}
            as holds,
        -- The two whole counts around the printed share; the nearer one is shown.
        {{ smallest_count_for('shares.last_place', 'shares.base', 'shares.printed_decimals') }}
            as count_above
    from shares
    left join smallest on shares.list_key = smallest.list_key
    where shares.base = floor(shares.base) and shares.base > 0
),

nearest as (
    select
        *,
        case
            when
                holds
                or count_above = 0
                or abs(100.0 * count_above / base - value)
                <= abs(100.0 * (count_above - 1) / base - value)
                then count_above
            else count_above - 1
        end as nearest_count
    from tested
)

select
    rule.rule_id,
    nearest.statement_key as subject,
    concat_ws(' | ', nearest.scope, nearest.member) as scope,
    nearest.value as left_value,
    {{ percentage_in_last_place('nearest.nearest_count', 'nearest.base', 'nearest.printed_decimals') }}
        / {{ power_of_ten('nearest.printed_decimals') }} as right_value,
    nearest.base,
    coalesce(nearest.base_basis, 'assumed') <> 'printed' as base_assumed,
    nearest.smallest_fitting_base,
    nearest.holds,
    nearest.statement_key as figure_keys,
    nearest.citation,
    nearest.is_demo
from nearest
cross join (
    select distinct rule_id
    from {{ ref('int_consistency_rule') }}
    where rule = 'possible_percentage'
) as rule
