-- 3. Which recommendations had no follow-up by a date, and how old were they?
-- 3. Rekomendasi mana yang belum ditindaklanjuti per tanggal tertentu, dan berapa umurnya?
--
-- Counts: cases with a recommendation made by the date, and neither a follow-up nor a sanction by
--   then, by employer and day of the recommendation.
-- Units: cases; age in days from the recommendation to the date.
-- Caveats: no deadline is on file, so "overdue" is your choice: `older_than_days`. A recommendation
--   without a date has no age (null) and is listed whenever it is unanswered. One that is answered
--   on an unknown day is not listed: see `answered_on` in reporting.recommendation_follow_up.
--   Basis "cases" only: what others print of it stands in question 2. Rows with is_demo are made up.
with parameters as (
    select
        date '2024-03-14' as as_of,
        0 as older_than_days
),

open_then as (
    select
        follow_up.*,
        parameters.as_of,
        parameters.as_of - follow_up.recommended_on as age_days
    from reporting.recommendation_follow_up as follow_up
    cross join parameters
    where
        (follow_up.recommended_on <= parameters.as_of or follow_up.recommended_on is null)
        and (
            not follow_up.is_answered
            or coalesce(follow_up.answered_on > parameters.as_of, false)
        )
        and coalesce(
            parameters.as_of - follow_up.recommended_on > parameters.older_than_days, true
        )
)

select
    'cases' as basis,
    is_demo,
    institution_name as ppk,
    election_name,
    recommended_on,
    age_days,
    sum(cases) as cases,
    sum(case when is_said_not_followed_up then cases else 0 end) as said_not_followed_up,
    sum(case when answered_on is not null then cases else 0 end) as answered_later,
    as_of,
    case
        when recommended_on is null then 'the date of the recommendation is unknown'
        else 'no legal deadline is on file: age in days'
    end as note
from open_then
group by is_demo, institution_name, election_name, recommended_on, age_days, as_of
order by
    is_demo asc, age_days desc nulls last, ppk asc, recommended_on asc
