-- Which case each record belongs to: one person, election and matter; without a NIP it is alone.
-- A row of a follow-up matrix belongs to the case of everyone in the letter it follows up.
with linked as (
    select
        record_key,
        {{ surrogate_key(["'case'", 'asn_key', 'is_demo', 'election_code', 'matter']) }}
            as case_key
    from {{ ref('int_record_matter') }}
),

-- A follow-up matrix names no person: its row is about everyone in that recommendation.
persons_of_letters as (
    select
        record_key,
        is_demo,
        recommendation_number,
        asn_key
    from {{ ref('int_record') }}
    where register_kind = 'kasn_recommendation' and recommendation_number is not null
),

followed as (
    select
        record.record_key,
        person.record_key as followed_record_key
    from {{ ref('int_record') }} as record
    left join persons_of_letters as person
        on record.recommendation_number = person.recommendation_number
        and record.is_demo = person.is_demo
    where record.register_kind = 'follow_up_matrix'
),

cases as (
    select
        record.record_key,
        record.asn_key,
        coalesce(
            linked.case_key, {{ surrogate_key(["'row'", 'record.record_key']) }}
        ) as case_key,
        linked.case_key is not null as is_linked,
        election.election_code
    from {{ ref('int_record') }} as record
    inner join {{ ref('int_record_election') }} as election
        on record.record_key = election.record_key
    left join linked on record.record_key = linked.record_key
)

select distinct
    own.record_key,
    coalesce(followed_case.case_key, own.case_key) as case_key,
    coalesce(followed_case.asn_key, own.asn_key) as asn_key,
    coalesce(followed_case.is_linked, own.is_linked) as is_linked,
    coalesce(followed_case.election_code, own.election_code) as election_code
from cases as own
left join followed on own.record_key = followed.record_key
left join cases as followed_case on followed.followed_record_key = followed_case.record_key
