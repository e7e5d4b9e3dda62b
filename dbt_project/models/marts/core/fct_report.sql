-- One reported person in one source row: complaints to KASN and Bawaslu's registers.
with reports as (
    select
        record.*,
        linked.case_key,
        linked.election_code,
        institution.region_code as employer_region_code
    from {{ ref('int_record') }} as record
    inner join {{ ref('int_record_case') }} as linked
        on record.record_key = linked.record_key
    left join {{ ref('int_institution') }} as institution
        on record.institution_code = institution.institution_code
    where
        record.register_kind in (
            'kasn_complaint', 'bawaslu_register', 'bawaslu_violation_register'
        )
)

select
    cast(reports.record_key as varchar) as report_key,
    cast(reports.case_key as varchar) as case_key,
    cast(reports.source_code as varchar) as source_key,
    cast(reports.asn_key as varchar) as asn_key,
    cast(reports.institution_code as varchar) as institution_key,
    cast(region.region_key as varchar) as region_key,
    cast(
        case
            when reports.region_code is not null then 'place_of_act'
            when reports.employer_region_code is not null then 'employer'
        end as varchar
    ) as region_basis,
    cast(reports.position_class_code as varchar) as position_class_key,
    cast(reports.violation_code as varchar) as violation_type_key,
    cast(reports.election_code as varchar) as election_key,
    cast({{ date_key('reports.report_date') }} as integer) as report_date_key,
    cast({{ date_key('reports.event_date') }} as integer) as event_date_key,
    cast(reports.channel as varchar) as channel,
    cast(reports.status_code as varchar) as status_code,
    cast(reports.finding as varchar) as finding,
    cast(reports.subject_kind as varchar) as subject_kind,
    cast(reports.ticked_classes as varchar) as ticked_classes,
    cast(reports.delivery_key as varchar) as delivery_key,
    cast(reports.sheet_name as varchar) as sheet_name,
    cast(reports.row_number as integer) as row_number,
    cast(reports.part as integer) as part,
    cast(reports.is_demo as boolean) as is_demo
from reports
left join {{ ref('int_region') }} as region
    on coalesce(reports.region_code, reports.employer_region_code) = region.region_code
