-- Every loaded row part of the case-level registers in one shape, with the person as a keyed hash.
with records as (
    select
        delivery_key,
        sheet_name,
        row_number,
        part,
        is_demo,
        nip,
        institution_code,
        null as province_code,
        region_code,
        position_class_code,
        violation_code,
        'asn' as subject_kind,
        null as channel,
        register_number,
        null as recommendation_number,
        null as event_date,
        report_date,
        null as recommendation_date,
        status_code,
        status_date,
        null as finding,
        null as forward_date,
        null as recommended_sanction_code,
        null as sanction_code,
        null as decree_date,
        null as ticked_classes
    from {{ ref('stg_kasn__complaint') }}
    union all by name
    select
        delivery_key,
        sheet_name,
        row_number,
        part,
        is_demo,
        nip,
        institution_code,
        position_class_code,
        violation_code,
        'asn' as subject_kind,
        recommendation_number,
        recommendation_date,
        recommended_sanction_code,
        status_code
    from {{ ref('stg_kasn__recommendation') }}
    union all by name
    select
        delivery_key,
        sheet_name,
        row_number,
        part,
        is_demo,
        nip,
        region_code,
        position_class_code,
        violation_code,
        subject_kind,
        channel,
        register_number,
        event_date,
        register_date as report_date,
        status_code,
        finding,
        forward_date
    from {{ ref('stg_bawaslu__register') }}
    union all by name
    select
        delivery_key,
        sheet_name,
        row_number,
        part,
        is_demo,
        province_code,
        region_code,
        subject_kind,
        register_number,
        event_date,
        report_date,
        nullif(concat_ws(
            ',',
            case when is_criminal then 'criminal' end,
            case when is_administrative then 'administrative' end,
            case when is_ethics then 'ethics' end,
            case when is_other then 'other' end
        ), '') as ticked_classes
    from {{ ref('stg_bawaslu__violation_register') }}
    union all by name
    select
        delivery_key,
        sheet_name,
        row_number,
        part,
        is_demo,
        nip,
        position_class_code,
        violation_code,
        'asn' as subject_kind,
        sanction_code,
        decree_date
    from {{ ref('stg_regional__sanction') }}
    union all by name
    select
        delivery_key,
        sheet_name,
        row_number,
        part,
        is_demo,
        recommendation_number,
        recommendation_date,
        status_code,
        action_date as status_date
    from {{ ref('stg_regional__follow_up') }}
),

-- Complaints and letters that a government lists of its own people: no row names an employer.
of_one_employer as (
    select kept.delivery_key
    from (
        select delivery_key, institution_code from {{ ref('stg_kasn__complaint') }}
        union all by name
        select delivery_key, institution_code from {{ ref('stg_kasn__recommendation') }}
    ) as kept
    inner join {{ ref('stg_landing__delivery') }} as delivery
        on
            kept.delivery_key = delivery.delivery_key
            and delivery.office_institution_code like 'pemda:%'
    group by kept.delivery_key
    having count(kept.institution_code) = 0
)

select
    {{ row_key('records') }} as record_key,
    records.delivery_key,
    records.sheet_name,
    records.row_number,
    records.part,
    records.is_demo,
    delivery.register_kind,
    delivery.source_code,
    nip_key.asn_key,
    -- Regional lists are about the employer that keeps them; the others say which, or do not know.
    -- A row that is about another region than the list's government is not its own.
    case
        when delivery.register_kind in ('sanction_list', 'follow_up_matrix')
            then delivery.office_institution_code
        when
            of_one_employer.delivery_key is not null
            and coalesce(records.region_code, delivery.office_region_code)
            = delivery.office_region_code
            then delivery.office_institution_code
        else records.institution_code
    end as institution_code,
    -- A blank regency is the province; both blank is unknown.
    coalesce(records.region_code, records.province_code) as region_code,
    records.position_class_code,
    records.violation_code,
    records.subject_kind,
    records.channel,
    records.register_number,
    {{ letter_key('records.recommendation_number') }} as recommendation_number,
    cast(records.event_date as date) as event_date,
    records.report_date,
    cast(records.recommendation_date as date) as recommendation_date,
    records.status_code,
    cast(records.status_date as date) as status_date,
    records.finding,
    cast(records.forward_date as date) as forward_date,
    records.recommended_sanction_code,
    records.sanction_code,
    cast(records.decree_date as date) as decree_date,
    records.ticked_classes,
    delivery.election_code as stated_election_code
from records
inner join {{ ref('stg_landing__delivery') }} as delivery
    on records.delivery_key = delivery.delivery_key
left join of_one_employer
    on records.delivery_key = of_one_employer.delivery_key
left join {{ source('landing', 'nip_key') }} as nip_key
    on records.nip = nip_key.nip
