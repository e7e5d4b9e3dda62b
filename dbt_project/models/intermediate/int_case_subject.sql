-- Who each case is about, as far as it may be told: employer, region and class of position.
-- Records of one case can disagree. The employer is what KASN says, else the regional list, else
-- Bawaslu's register; the region is the employer's, else the place of the act; of several classes
-- of position the one that goes before the others by its priority (Kepala Wilayah first).
with records as (
    select
        linked.case_key,
        record.record_key,
        record.delivery_key,
        record.institution_code,
        record.region_code,
        record.position_class_code,
        case record.register_kind
            when 'kasn_recommendation' then 1
            when 'kasn_complaint' then 2
            when 'sanction_list' then 3
            when 'follow_up_matrix' then 4
            else 5
        end as preference
    from {{ ref('int_record') }} as record
    inner join {{ ref('int_record_case') }} as linked
        on record.record_key = linked.record_key
),

-- The key breaks ties, so that the answer does not depend on the order of rows.
employers as (
    select
        case_key,
        arg_min(institution_code, (preference, institution_code)) as institution_code
    from records
    where institution_code is not null
    group by case_key
),

places as (
    select
        case_key,
        -- A regency says more than its province.
        arg_min(region_code, (preference, -length(region_code), region_code)) as region_code
    from records
    where region_code is not null
    group by case_key
),

positions as (
    select
        records.case_key,
        arg_min(
            records.position_class_code, (cast(class.priority as integer), class.code)
        ) as position_class_code
    from records
    inner join {{ source('reference', 'position_classes') }} as class
        on records.position_class_code = class.code
    group by records.case_key
),

cases as (
    select distinct case_key
    from records
)

select
    cases.case_key,
    employers.institution_code,
    coalesce(institution.region_code, places.region_code) as region_code,
    positions.position_class_code
from cases
left join employers on cases.case_key = employers.case_key
left join {{ ref('int_institution') }} as institution
    on employers.institution_code = institution.institution_code
left join places on cases.case_key = places.case_key
left join positions on cases.case_key = positions.case_key
