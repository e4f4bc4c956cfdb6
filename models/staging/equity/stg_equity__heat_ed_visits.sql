with landed as (
    {{ latest_file_rows(source('equity_bronze', 'heat_ed_visits')) }}
),

cleaned as (
    select
        _file || ':' || _row as landed_row_id,
        _file as source_file,
        {{ clean_text('end_date') }} as visit_date_text,
        {{ clean_number_text('heat_ed_visit_count') }} as heat_ed_visits_text,
        {{ clean_number_text('max_temperature_f') }} as max_temperature_f_text
    from landed
),

final as (
    select
        -- ids
        landed_row_id,

        -- text
        source_file,

        -- numbers
        {{ cast_integer('heat_ed_visits_text') }} as heat_ed_visits,
        {{ cast_integer('max_temperature_f_text') }} as max_temperature_f,

        -- booleans
        source_file like '%restated%' as is_restated,

        -- dates
        {{ cast_date('visit_date_text') }} as visit_date,

        {{ failed_casts(['heat_ed_visits', 'max_temperature_f', 'visit_date']) }} as failed_casts
    from cleaned
)

select * from final
