-- 17. How does one figure move over its as-of dates, and what is worth a look?
-- 17. Bagaimana satu angka berubah menurut tanggal keadaannya, dan apa yang patut diperiksa?
--
-- Counts: published figures in their series, each with the one before and after it, and with flags:
--   `falls` (a count that should only grow is smaller than before), `swaps_digits_of_neighbour` (two
--   digits changed places against the figure before or after it, 2,034 and 2,043),
--   `swapped_digits_elsewhere` (so against a figure of another series: same source, place and
--   election), `same_value_elsewhere` (the same number of the same measure about another region,
--   government or election). The last two name the figures.
-- Units: column `unit`.
-- Caveats: a flag asks for a look and judges nothing: it may be chance, and the figure stays as
--   printed. Stocks, shares, ranks and indices may fall; small counts (under ten, and under a hundred
--   for digits of another series) are not compared across series. All are of basis "published";
--   registers and recaps are not in it.
with parameters as (
    select
        -- One region, measure, election (codes), or null for all.
        'ID' as region,
        'reported' as measure_code,
        'pilkada_2020' as election,
        -- false: only the series chosen above; true: after them the flagged figures of all others.
        true as also_flagged
),

flagged as (
    select
        history.*,
        history.falls
        or history.swaps_digits_of_neighbour
        or history.swapped_digits_elsewhere is not null
        or history.same_value_elsewhere is not null as is_for_a_look,
        coalesce(
            (parameters.region is null or history.region_code = parameters.region)
            and (parameters.measure_code is null or history.measure = parameters.measure_code)
            and (parameters.election is null or history.election_code = parameters.election),
            false
        ) as is_chosen
    from reporting.figure_history as history
    cross join parameters
)

select
    'published' as basis,
    is_chosen,
    source_name,
    measure_name_en,
    measure_name_id,
    member,
    election_name,
    region_name,
    institution_name,
    period_label,
    as_of,
    previous_value,
    value,
    next_value,
    change,
    unit,
    is_for_a_look,
    falls,
    swaps_digits_of_neighbour,
    swapped_digits_elsewhere,
    same_value_elsewhere,
    figure_key,
    citation,
    is_demo
from flagged
where
    is_chosen
    or (is_for_a_look and (select also_flagged from parameters))
order by
    is_demo, not is_chosen, measure, election_name, source_name, unit, series_key, as_of, figure_key
