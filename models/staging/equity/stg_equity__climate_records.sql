with records as (
    select * from {{ source('equity_silver', 'climate_records') }}
),

final as (
    select
        -- ids
        record_id,

        -- text
        record_type,
        area,
        source as source_file,

        -- numbers
        cast(wind_speed_mph as decimal(9, 4)) as wind_speed_mph,
        cast(precipitation_in as decimal(9, 4)) as precipitation_in,
        cast(snowfall_in as decimal(9, 4)) as snowfall_in,
        cast(snow_depth_in as decimal(9, 4)) as snow_depth_in,
        cast(max_temperature_f as integer) as max_temperature_f,
        cast(min_temperature_f as integer) as min_temperature_f,
        cast(heat_ed_visits as integer) as heat_ed_visits,

        -- booleans
        is_late,

        -- dates
        {{ utc_date('observed_at') }} as observed_date,
        cast(published_at as timestamp with time zone) as published_at
    from records
)

select * from final
