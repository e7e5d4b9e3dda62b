-- The deliveries of this build, typed; only current recognised ones give facts (is_loaded).
select
    delivery.delivery_key,
    delivery.sha256,
    delivery.file_name_masked,
    cast(delivery.received_at as timestamp) as received_at,
    delivery.origin,
    coalesce(delivery.is_demo, false) as is_demo,
    case when build.held_back_for is null then delivery.status else 'quarantined' end as status,
    case
        when build.same_content_as is not null then 'same_content'
        when build.held_back_for is not null then 'edition_partial'
        else delivery.reason_code
    end as reason_code,
    delivery.family,
    delivery.layout,
    delivery.register_kind,
    delivery.record_kind,
    delivery.source_code,
    delivery.office,
    delivery.office_region_code,
    delivery.office_institution_code,
    delivery.period_label,
    delivery.election_code,
    cast(delivery.as_of as date) as as_of,
    build.supersedes_delivery_key,
    build.same_content_as as same_content_as_delivery_key,
    coalesce(build.is_current, false) as is_current,
    delivery.status = 'recognised' and coalesce(build.is_current, false) as is_loaded
from {{ source('landing', 'delivery') }} as delivery
inner join {{ source('landing', 'build_delivery') }} as build
    on delivery.delivery_key = build.delivery_key
