-- Each case with the dates and flags of its stages, put together from its events.
-- What follows a report is decided by KASN (BKN after it) or by the employer. Bawaslu decides only
-- that it was reported, forwarded or stopped: its "terbukti", "rekomendasi" or "ditindaklanjuti"
-- tells of its own work, which is an event of the case and never its outcome.
with events as (
    select * from {{ ref('int_case_event') }}
),

deciding as (
    select * from events
    where source_code <> 'bawaslu' or stage in ('reported', 'forwarded', 'stopped')
),

stages as (
    select
        case_key
        {%- for stage in stages() %},
        bool_or(stage = '{{ stage }}') as has_{{ stage }},
        min(case when stage = '{{ stage }}' and not is_implied then event_date end)
            as {{ stage }}_on
        {%- endfor %},
        max(case when stage = 'sanctioned' and not is_implied then event_date end)
            as last_sanctioned_on,
        max(case when stage = 'annulled' then event_date end) as last_annulled_on
    from deciding
    group by case_key
),

only_implied as (
    select
        case_key,
        stage
    from deciding
    group by case_key, stage
    having bool_and(is_implied)
),

implied as (
    select
        case_key,
        string_agg(stage, ',' order by stage) as implied_stages
    from only_implied
    group by case_key
),

scope as (
    select
        case_key,
        -- One person has one key in a case; follow-up rows carry that of the person they are about.
        max(asn_key) as asn_key,
        max(election_code) as election_code,
        bool_or(is_linked) as is_linked,
        bool_or(is_demo) as is_demo,
        string_agg(distinct source_code, ',' order by source_code) as sources
    from events
    group by case_key
),

sanctions as (
    select
        case_key,
        arg_max(
            recommended_sanction_code,
            (coalesce(event_date, date '0001-01-01'), recommended_sanction_code)
        ) filter (where recommended_sanction_code is not null) as recommended_sanction_code,
        arg_max(
            sanction_code, (coalesce(event_date, date '0001-01-01'), sanction_code)
        ) filter (where sanction_code is not null) as sanction_code
    from deciding
    group by case_key
),

-- Of several violation types the gravest prescribed sanction is the one to compare with.
prescribed as (
    select
        case_key,
        arg_max(
            prescribed_sanction_code, (prescribed_severity, prescribed_sanction_code)
        ) as prescribed_sanction_code
    from {{ ref('int_case_violation') }}
    where prescribed_sanction_code is not null and prescribed_severity is not null
    group by case_key
),

judged as (
    select
        scope.*,
        sanctions.* exclude (case_key),
        stages.* exclude (case_key),
        implied.implied_stages,
        prescribed.prescribed_sanction_code,
        stages.has_processed or stages.has_proven or stages.has_not_proven
        or stages.has_recommended or stages.has_followed_up or stages.has_not_followed_up
        or stages.has_sanctioned as is_processed,
        stages.has_proven or stages.has_recommended or stages.has_followed_up
        or stages.has_not_followed_up or stages.has_sanctioned as is_proven,
        stages.has_followed_up or stages.has_sanctioned as is_followed_up,
        -- An annulled decree is no sanction, unless a later one was given.
        stages.has_sanctioned and (
            not stages.has_annulled
            or coalesce(stages.last_sanctioned_on > stages.last_annulled_on, false)
        ) as is_sanctioned
    from scope
    inner join stages on scope.case_key = stages.case_key
    inner join sanctions on scope.case_key = sanctions.case_key
    left join implied on scope.case_key = implied.case_key
    left join prescribed on scope.case_key = prescribed.case_key
)

select
    judged.*,
    not is_proven and has_not_proven as is_not_proven,
    not is_processed and has_in_clarification as is_in_clarification,
    not is_followed_up and has_not_followed_up as is_not_followed_up,
    has_annulled and not is_sanctioned as is_annulled,
    case
        when has_annulled and not is_sanctioned then 'annulled'
        when is_sanctioned then 'sanctioned'
        when is_followed_up then 'followed_up'
        when has_not_followed_up then 'not_followed_up'
        when has_recommended then 'recommended'
        when is_proven then 'proven'
        when has_not_proven then 'not_proven'
        when is_processed then 'processed'
        when has_in_clarification then 'in_clarification'
        when has_stopped then 'stopped'
        when has_forwarded then 'forwarded'
        else 'reported'
    end as outcome
from judged
