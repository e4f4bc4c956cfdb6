with landed as (
    {{ latest_file_rows(source('equity_bronze', 'pm25_seasonal')) }}
),

cleaned as (
    select
        _file || ':' || _row as landed_row_id,
        {{ clean_text('geo_type') }} as area_type,
        {{ clean_text('time_period') }} as period_name,
        {{ clean_text('note') }} as note,
        {{ clean_number_text('geo_id') }} as area_number_text,
        {{ clean_number_text('time_period_id') }} as period_number_text,
        {{ clean_number_text('pm25_mean_ugm3') }} as pm25_mean_ugm3_text
    from landed
),

final as (
    select
        -- ids
        landed_row_id,

        -- text
        area_type,
        period_name,
        case
            when period_name like 'Annual Average%' then 'year'
            when period_name like 'Summer%' then 'summer'
            when period_name like 'Winter%' then 'winter'
        end as season,
        note,

        -- numbers
        {{ cast_integer('area_number_text') }} as area_number,
        {{ cast_integer('period_number_text') }} as period_number,
        try_cast({{ capture_pattern('period_name', '([0-9]{4})') }} as integer) as first_year,
        try_cast(pm25_mean_ugm3_text as decimal(9, 4)) as pm25_mean_ugm3,

        {{ failed_casts(['area_number', 'period_number', 'pm25_mean_ugm3']) }} as failed_casts
    from cleaned
)

select * from final
