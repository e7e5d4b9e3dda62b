-- One person's matter in one election, with its stages: an accumulating snapshot from events.
select
    cast(cases.case_key as varchar) as case_key,
    cast(cases.asn_key as varchar) as asn_key,
    cast(cases.election_code as varchar) as election_key,
    cast(subject.institution_code as varchar) as institution_key,
    cast(region.region_key as varchar) as region_key,
    cast(subject.position_class_code as varchar) as position_class_key,
    cast(cases.reported_on as date) as reported_on,
    cast(cases.forwarded_on as date) as forwarded_on,
    cast(cases.in_clarification_on as date) as in_clarification_on,
    cast(cases.processed_on as date) as processed_on,
    cast(cases.proven_on as date) as proven_on,
    cast(cases.not_proven_on as date) as not_proven_on,
    cast(cases.recommended_on as date) as recommended_on,
    cast(cases.followed_up_on as date) as followed_up_on,
    cast(cases.sanctioned_on as date) as sanctioned_on,
    cast(cases.annulled_on as date) as annulled_on,
    cast(cases.recommended_sanction_code as varchar) as recommended_sanction_key,
    cast(cases.sanction_code as varchar) as sanction_key,
    cast(cases.prescribed_sanction_code as varchar) as prescribed_sanction_key,
    cast(cases.outcome as varchar) as outcome,
    cast(cases.sources as varchar) as sources,
    cast(cases.implied_stages as varchar) as implied_stages,
    cast(cases.is_linked as boolean) as is_linked,
    -- Every stage follows a report, so every case has one, stated or implied.
    cast(1 as integer) as is_reported,
    cast(cases.is_processed as integer) as is_processed,
    cast(cases.is_proven as integer) as is_proven,
    cast(cases.is_not_proven as integer) as is_not_proven,
    cast(cases.is_in_clarification as integer) as is_in_clarification,
    cast(cases.has_recommended as integer) as is_recommended,
    cast(cases.is_followed_up as integer) as is_followed_up,
    cast(cases.is_not_followed_up as integer) as is_not_followed_up,
    cast(cases.is_sanctioned as integer) as is_sanctioned,
    cast(cases.is_annulled as integer) as is_annulled,
    cast(cases.is_demo as boolean) as is_demo
from {{ ref('int_case') }} as cases
left join {{ ref('int_case_subject') }} as subject
    on cases.case_key = subject.case_key
left join {{ ref('int_region') }} as region
    on subject.region_code = region.region_code
