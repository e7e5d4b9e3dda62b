-- Which violation types each case names; a case can have several.
select
    cast(case_key as varchar) as case_key,
    cast(violation_code as varchar) as violation_type_key
from {{ ref('int_case_violation') }}
