-- 20. What could not be loaded, and what does it stand for?
-- 20. Apa yang tidak dapat dimuat, dan apa yang diwakilinya?
--
-- Counts: quarantined files, rejected rows, rows set aside (sound, and not for this warehouse: not an
--   ASN), cells not understood in rows that were loaded, and recap cells and published figures that
--   print no number; by file and reason.
-- Units: column `unit` for `amount`; `persons` where the rows stand for persons.
-- Caveats: nothing of it is a zero. `persons` is null where it is not known, as for a file that could
--   not be read. A row with several errors is counted once, under all of them. What a rejected row
--   or cell holds is not shown here: `netralitas quarantine` shows it to those who may see it.
--   Rows with is_demo are made up.
with parameters as (
    -- One kind, such as 'row_rejected', or null for all.
    select cast(null as varchar) as kind_chosen
)

select
    missing.basis,
    missing.kind,
    missing.amount,
    missing.unit,
    missing.persons,
    missing.file_name,
    missing.source_key as source_code,
    missing.office,
    missing.item,
    missing.reason_code,
    missing.reason_en,
    missing.reason_id,
    missing.as_printed,
    missing.citation,
    missing.is_demo
from reporting.not_loaded as missing
cross join parameters
where parameters.kind_chosen is null or missing.kind = parameters.kind_chosen
order by missing.is_demo, missing.basis, missing.kind, missing.file_name, missing.item,
    missing.reason_code, missing.citation
