with landed as (
    {{ latest_file_rows(source('equity_bronze', 'weather_daily')) }}
),

cleaned as (
    select
        _file || ':' || _row as landed_row_id,
        {{ clean_text('station') }} as station_id,
        {{ clean_text('station_name') }} as station_name,
        {{ clean_text('observation_date') }} as observation_date_text,
        {{ clean_number_text('wind_speed_mph') }} as wind_speed_mph_text,
        {{ clean_number_text('precipitation_in') }} as precipitation_in_text,
        {{ clean_number_text('snowfall_in') }} as snowfall_in_text,
        {{ clean_number_text('snow_depth_in') }} as snow_depth_in_text,
        {{ clean_number_text('max_temperature_f') }} as max_temperature_f_text,
        {{ clean_number_text('min_temperature_f') }} as min_temperature_f_text
    from landed
),

final as (
    select
        -- ids
        landed_row_id,
        station_id,

        -- text
        station_name,

        -- numbers
        try_cast(wind_speed_mph_text as decimal(9, 4)) as wind_speed_mph,
        try_cast(precipitation_in_text as decimal(9, 4)) as precipitation_in,
        try_cast(snowfall_in_text as decimal(9, 4)) as snowfall_in,
        try_cast(snow_depth_in_text as decimal(9, 4)) as snow_depth_in,
        {{ cast_integer('max_temperature_f_text') }} as max_temperature_f,
        {{ cast_integer('min_temperature_f_text') }} as min_temperature_f,

        -- dates
        {{ cast_date('observation_date_text') }} as observation_date,

        {{ failed_casts([
            'observation_date',
            'wind_speed_mph',
            'precipitation_in',
            'snowfall_in',
            'snow_depth_in',
            'max_temperature_f',
            'min_temperature_f',
        ]) }} as failed_casts
    from cleaned
)

select * from final
