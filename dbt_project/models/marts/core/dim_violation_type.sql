-- Violation types of the joint decree (SKB) of 2022: KE1–KE7 ethics, D1–D12 discipline.
select
    cast(code as varchar) as violation_type_key,
    cast(code as varchar) as code,
    cast(name_id as varchar) as name_id,
    cast(name_en as varchar) as name_en,
    cast(class as varchar) as class,
    cast(stage as varchar) as stage,
    cast(legal_basis as varchar) as legal_basis,
    cast(prescribed_sanction_code as varchar) as prescribed_sanction_key,
    cast(social_media as varchar) as social_media
from {{ source('reference', 'violation_types') }}
