-- Chooses the deliveries of this build, and of each logical source the edition that counts.
create or replace table landing.build_delivery as
with chosen as (
    select d.*
    from landing.delivery as d
    where
        case d.folder
            -- What an office has sent stays received; a file that could not be read matters
            -- while it still lies in the inbox.
            when 'inbox' then
                d.status = 'recognised'
                or d.delivery_key in (select delivery_key from landing.present_file)
            -- The project's own folders are edited in place: what lies there now is what counts.
            else
                d.delivery_key in (select delivery_key from landing.present_file)
                and (not d.is_demo or (select value = 'true' from landing.build where name = 'include_demo'))
        end
),

ranked as (
    select
        delivery_key,
        row_number() over editions = 1 as is_latest,
        lead(delivery_key) over editions as earlier_key
    from chosen
    where status = 'recognised'
    window editions as (
        partition by logical_source, is_demo
        -- Later: by the as-of date printed inside, else by when it was received; so the order of
        -- processing does not matter.
        order by coalesce(as_of, received_at::date) desc, received_at desc, sha256 desc
    )
)

select
    chosen.delivery_key,
    coalesce(ranked.is_latest, false) as is_current,
    ranked.earlier_key as supersedes_delivery_key
from chosen
left join ranked using (delivery_key);
