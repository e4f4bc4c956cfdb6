with events as (
    select * from {{ source('clicks_silver', 'click_events') }}
),

final as (
    select
        -- ids
        event_id,
        session_id,
        visitor_id,

        -- text
        event_type,
        page_path,
        referrer,
        target as click_target,
        device,

        -- numbers
        cast(sequence_number as integer) as sequence_number,

        -- booleans
        is_late,

        -- times
        cast(occurred_at as timestamp with time zone) as occurred_at,
        cast(received_at as timestamp with time zone) as received_at
    from events
)

select * from final
