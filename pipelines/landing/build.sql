-- The deliveries that take part in this build, with their order among editions.
create or replace temporary table build_candidate as
select
    *,
    -- Saved again unchanged: the first delivery of a register's content stands for all of them.
    nullif(
        first_value(delivery_key) over (
            partition by
                coalesce(content_sha256, sha256), logical_source, layout, as_of, is_demo,
                status = 'recognised'
            order by received_at, sha256
        ),
        delivery_key
    ) as same_content_as,
    -- Of two editions of one day that arrived in one load, the one whose rows go further in time is
    -- the later; the hash only makes the order certain.
    row_number() over (
        order by
            coalesce(as_of, cast(received_at as date)), received_at, latest_date nulls first, sha256
    ) as edition_order
from (
    select
        d.*,
        (
            select max(f.value) from landing.field_value as f
            where
                f.delivery_key = d.delivery_key
                and f.field in (
                    'report_date', 'status_date', 'recommendation_date', 'register_date',
                    'decree_date', 'action_date', 'event_date'
                )
        ) as latest_date
    from landing.delivery as d
) as dated
where
    case folder
        -- What an office has sent stays received; a file that could not be read matters
        -- while it still lies in the inbox.
        when 'inbox' then
            (
                status = 'recognised'
                or delivery_key in (select p.delivery_key from landing.present_file as p)
            )
        -- The project's own folders are edited in place: what lies there now is what counts.
        else delivery_key in (select p.delivery_key from landing.present_file as p)
    end
    and (not is_demo or (select b.value = 'true' from landing.build as b where b.name = 'include_demo'));
