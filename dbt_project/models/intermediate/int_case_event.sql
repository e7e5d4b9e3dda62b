-- The stages that each row states about each case, and the earlier ones that those imply.
-- The implications are those of the funnel (see macros/stages.sql); an implied stage has no date.
with records as (
    select
        record.*,
        linked.case_key,
        linked.asn_key as case_asn_key,
        linked.is_linked,
        linked.election_code
    from {{ ref('int_record') }} as record
    inner join {{ ref('int_record_case') }} as linked
        on record.record_key = linked.record_key
),

stated as (
    select
        record_key,
        case_key,
        'reported' as stage,
        report_date as event_date
    from records
    where register_kind in ('kasn_complaint', 'bawaslu_register', 'bawaslu_violation_register')
    union all
    -- The annex lists whom KASN found in breach and what it recommends.
    select
        record_key,
        case_key,
        'proven' as stage,
        recommendation_date as event_date
    from records
    where register_kind = 'kasn_recommendation'
    union all
    select
        record_key,
        case_key,
        'recommended' as stage,
        recommendation_date as event_date
    from records
    where register_kind in ('kasn_recommendation', 'follow_up_matrix')
    union all
    select
        record_key,
        case_key,
        'sanctioned' as stage,
        decree_date as event_date
    from records
    where register_kind = 'sanction_list'
    union all
    select
        record_key,
        case_key,
        'forwarded' as stage,
        forward_date as event_date
    from records
    where register_kind = 'bawaslu_register' and forward_date is not null
    union all
    select
        record_key,
        case_key,
        finding as stage,
        null as event_date
    from records
    where register_kind = 'bawaslu_register' and finding in ('proven', 'not_proven')
    union all
    select
        record_key,
        case_key,
        status_code as stage,
        status_date as event_date
    from records
    where status_code is not null
),

-- A stage may be stated twice in a row (as its status and by its date): one event, with the date.
stated_once as (
    select
        record_key,
        case_key,
        stage,
        min(event_date) as event_date
    from stated
    group by record_key, case_key, stage
),

implications as (
    {{ stage_implications() }}
),

implied as (
    select distinct
        stated_once.record_key,
        stated_once.case_key,
        implication.implied_stage as stage
    from stated_once
    inner join records
        on stated_once.record_key = records.record_key
        and stated_once.case_key = records.case_key
    inner join implications as implication
        on stated_once.stage = implication.stage
    where
        -- Bawaslu's finding is a reason to forward, not a decision of KASN.
        (records.source_code <> 'bawaslu' or implication.implied_stage = 'reported')
        and not exists (
            select 1
            from stated_once as said
            where
                said.record_key = stated_once.record_key
                and said.case_key = stated_once.case_key
                and said.stage = implication.implied_stage
        )
),

events as (
    select
        record_key,
        case_key,
        stage,
        event_date,
        false as is_implied
    from stated_once
    union all
    select
        record_key,
        case_key,
        stage,
        null as event_date,
        true as is_implied
    from implied
)

select
    {{ surrogate_key(['records.record_key', 'records.case_key', 'events.stage']) }} as event_key,
    records.record_key,
    records.case_key,
    records.delivery_key,
    records.sheet_name,
    records.row_number,
    records.part,
    records.is_demo,
    records.register_kind,
    records.source_code,
    records.case_asn_key as asn_key,
    records.is_linked,
    records.election_code,
    events.stage,
    events.event_date,
    events.is_implied,
    case when events.stage = 'recommended' then records.recommended_sanction_code end
        as recommended_sanction_code,
    case when events.stage = 'sanctioned' then records.sanction_code end as sanction_code
from events
inner join records
    on events.record_key = records.record_key
    and events.case_key = records.case_key
