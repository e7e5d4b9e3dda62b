-- 13. How many days pass between the stages of a case?
-- 13. Berapa hari jarak antartahap suatu perkara?
--
-- Counts: days from one stage to a later one: fewest, median, 90th percentile (nine of ten cases came
--   within so many days) and most, over the cases that date both.
-- Units: days; `cases` counts cases (one person's matter in one election).
-- Caveats: a case is reported from the first day that any register gives. A stage that no register
--   states, or that is only implied by a later one, has no date: such cases are left out and counted
--   in `cases_not_dated`. Cases whose later stage is dated first are left out too,
--   `cases_out_of_order`.
--   Percentiles between two cases are interpolated; over few cases they say little. Open cases are
--   not in it, so the true durations are longer. Rows with is_demo are made up.
with parameters as (
    -- The fewest cases for which a duration is listed.
    select 1 as cases_at_least
)

select
    'cases' as basis,
    election_name,
    from_stage,
    to_stage,
    cases,
    shortest_days,
    median_days,
    p90_days,
    longest_days,
    cases_out_of_order,
    cases_not_dated,
    'day' as unit,
    is_demo
from reporting.stage_duration
cross join parameters
where cases >= cases_at_least
order by is_demo, election_name, from_stage <> 'reported', from_stage, median_days, to_stage
