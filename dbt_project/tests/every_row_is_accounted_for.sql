-- Sheets in which data rows (or their parts) are not loaded, rejected or set aside: there are none.
select
    delivery_key,
    sheet_name,
    difference,
    parts_difference
from {{ ref('row_balance') }}
where difference <> 0 or parts_difference <> 0
