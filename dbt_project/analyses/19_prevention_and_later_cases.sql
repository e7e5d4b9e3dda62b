-- 19. How many cases came before, and how many after, a prevention event?
-- 19. Berapa perkara sebelum, dan berapa sesudah, suatu kegiatan pencegahan?
--
-- Counts: cases reported in the region of an event within so many days before it and from its day on
--   (basis "cases"), and figures about that region as of a date in the months after it ("published").
-- Units: column `unit`. A case is one person's matter in one election.
-- Caveats: that cases fall or rise after an event does not say that they do so because of it:
--   events are held as a campaign draws near, which is when cases rise, and an event may itself lead
--   people to report. Nothing is known of days that no register reaches, nor of provinces of which
--   none is loaded: those counts are null, not 0; `days_known_after` says how many days after the
--   event are known, and `change` is given only where all are. What was reported before the
--   registers begin is not in them, nor are cases without a report date. Published figures are
--   running totals that may hold what came before the event. `is_demo` is true where either side is
--   made up, and here the events are real and the cases are not: such a row shows the mechanism only.
with parameters as (
    select
        -- 30, 90, 180 or 365 days before and after.
        90 as window_length,
        -- Published figures: as of how many days after the event at most.
        180 as figures_within_days
),

ours as (
    select
        'cases' as basis,
        outreach_key,
        event_date,
        kind,
        region_name,
        window_days,
        known_until,
        days_known_after,
        cases_before,
        cases_after,
        case when days_known_after = window_days then cases_after - cases_before end as change,
        proven_after,
        'case' as unit,
        cases_are_demo,
        event_is_demo,
        is_demo
    from reporting.outreach_and_cases
    cross join parameters
    where window_days = window_length
),

printed as (
    select
        'published' as basis,
        event.outreach_key,
        event.event_date,
        event.kind,
        event.region_name,
        figure.measure,
        figure.value,
        figure.unit,
        figure.as_of,
        figure.period_label,
        figure.citation,
        false as cases_are_demo,
        event.is_demo as event_is_demo,
        event.is_demo or figure.is_demo as is_demo
    from reporting.outreach_calendar as event
    cross join parameters
    inner join reporting.figure_history as figure
        on event.region_code = figure.region_code
        and figure.institution_name is null
        and figure.measure in ('reported', 'cases', 'violations', 'proven')
        and figure.member is null
        -- A figure as of the day itself was printed at the event.
        and event.event_date < figure.as_of
        and figure.as_of - event.event_date <= parameters.figures_within_days
    -- A figure about an election that was over tells of nothing later.
    left join marts.dim_election as election
        on figure.election_code = election.code
    where election.voting_date is null or election.voting_date >= event.event_date
),

together as (
    select * from ours
    union all by name
    select * from printed
)

select
    basis,
    event_date,
    kind,
    region_name,
    window_days,
    known_until,
    days_known_after,
    cases_before,
    cases_after,
    change,
    proven_after,
    measure,
    value,
    unit,
    as_of,
    period_label,
    citation,
    cases_are_demo,
    event_is_demo,
    is_demo,
    outreach_key
from together
order by event_date, outreach_key, basis, is_demo, as_of, measure, unit, citation
