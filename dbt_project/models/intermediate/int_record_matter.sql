-- Which matter each record with a NIP is about, within one person and election.
-- A matter is told apart by its numbers: if no kind of number has two values for one person and
-- election there is one matter, else it is split by that kind. A record without such a number
-- then stays apart from all of them, because nothing says which it is about.
with persons_records as (
    select
        record.record_key,
        record.asn_key,
        record.is_demo,
        election.election_code,
        record.recommendation_number,
        case when record.source_code = 'bawaslu' then record.register_number end
            as bawaslu_number,
        case when record.source_code <> 'bawaslu' then record.register_number end
            as complaint_number
    from {{ ref('int_record') }} as record
    inner join {{ ref('int_record_election') }} as election
        on record.record_key = election.record_key
    where record.asn_key is not null
),

matters as (
    select
        asn_key,
        is_demo,
        election_code,
        count(distinct recommendation_number) > 1 as splits_by_recommendation,
        count(distinct complaint_number) > 1 as splits_by_complaint,
        count(distinct bawaslu_number) > 1 as splits_by_bawaslu
    from persons_records
    group by asn_key, is_demo, election_code
)

select
    record.record_key,
    record.asn_key,
    record.is_demo,
    record.election_code,
    case
        when matter.splits_by_recommendation and record.recommendation_number is not null
            then 'recommendation ' || record.recommendation_number
        when matter.splits_by_complaint and record.complaint_number is not null
            then 'complaint ' || record.complaint_number
        when matter.splits_by_bawaslu and record.bawaslu_number is not null
            then 'bawaslu ' || record.bawaslu_number
        else 'only'
    end as matter
from persons_records as record
inner join matters as matter
    on record.asn_key = matter.asn_key
    and record.is_demo = matter.is_demo
    and record.election_code is not distinct from matter.election_code
