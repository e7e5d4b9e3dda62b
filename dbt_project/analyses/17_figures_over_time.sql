-- 17. How does one figure move over its as-of dates, and what is worth a look?
-- 17. Bagaimana satu angka berubah menurut tanggal keadaannya, dan apa yang patut diperiksa?
--
-- Counts: published figures in their series, each with the one before and after it, and with flags:
--   `falls` (a count that should only grow is smaller than before), `swaps_digits_of_neighbour` (two
--   digits changed places, 2,034 and 2,043), `same_value_elsewhere` (the same number of the same
--   measure about another region, government or election).
-- Units: column `unit`.
-- Caveats: a flag asks for a look and judges nothing: it may be chance, and the figure stays as
--   printed. Stocks, shares, ranks and indices may fall; counts under ten are not compared between
--   scopes. All are of basis "published"; registers and recaps are not in it.
with parameters as (
    select
        -- One region, measure, election (codes), or null for all.
        'ID' as region,
        'reported' as measure_code,
        'pilkada_2020' as election,
        -- false: only the series chosen above; true: flagged figures of all series too.
        true as also_flagged
),

flagged as (
    select
        *,
        falls or swaps_digits_of_neighbour or same_value_elsewhere is not null as is_for_a_look
    from reporting.figure_history
)

select
    'published' as basis,
    flagged.source_name,
    flagged.measure_name_en,
    flagged.measure_name_id,
    flagged.member,
    flagged.election_name,
    flagged.region_name,
    flagged.institution_name,
    flagged.period_label,
    flagged.as_of,
    flagged.previous_value,
    flagged.value,
    flagged.next_value,
    flagged.change,
    flagged.unit,
    flagged.is_for_a_look,
    flagged.falls,
    flagged.swaps_digits_of_neighbour,
    flagged.same_value_elsewhere,
    flagged.figure_key,
    flagged.citation,
    flagged.is_demo
from flagged
cross join parameters
where
    (
        (parameters.region is null or flagged.region_code = parameters.region)
        and (parameters.measure_code is null or flagged.measure = parameters.measure_code)
        and (parameters.election is null or flagged.election_code = parameters.election)
    )
    or (parameters.also_flagged and flagged.is_for_a_look)
order by
    flagged.is_demo, flagged.is_for_a_look, flagged.measure, flagged.election_name, flagged.unit,
    flagged.series_key, flagged.as_of, flagged.figure_key
