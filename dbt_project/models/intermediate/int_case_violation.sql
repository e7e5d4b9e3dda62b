-- The violation types that the records of each case name, with what the code table says of them.
select distinct
    linked.case_key,
    record.violation_code,
    violation.class as violation_class,
    violation.prescribed_sanction_code,
    cast(sanction.severity as integer) as prescribed_severity
from {{ ref('int_record') }} as record
inner join {{ ref('int_record_case') }} as linked
    on record.record_key = linked.record_key
left join {{ source('reference', 'violation_types') }} as violation
    on record.violation_code = violation.code
left join {{ source('reference', 'sanctions') }} as sanction
    on violation.prescribed_sanction_code = sanction.sanction_code
where record.violation_code is not null
