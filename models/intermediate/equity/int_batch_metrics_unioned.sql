with weather as (
    select * from {{ ref('stg_equity__weather_daily') }}
),

visits as (
    select * from {{ ref('int_heat_visits_deduplicated') }}
),

unioned as (
    select
        'weather_observation' as record_type,
        station_id as area,
        observation_date as metric_date,
        wind_speed_mph,
        precipitation_in,
        snowfall_in,
        snow_depth_in,
        max_temperature_f,
        min_temperature_f,
        null as heat_ed_visits
    from weather
    union all
    select
        'heat_ed_visits' as record_type,
        'nyc' as area,
        visit_date as metric_date,
        null as wind_speed_mph,
        null as precipitation_in,
        null as snowfall_in,
        null as snow_depth_in,
        max_temperature_f,
        null as min_temperature_f,
        heat_ed_visits
    from visits
),

-- The same identifier that the stream's records carry.
final as (
    select
        record_type || ':' || area || ':' || cast(metric_date as varchar) as record_id,
        *
    from unioned
)

select * from final
