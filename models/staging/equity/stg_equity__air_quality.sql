with landed as (
    {{ latest_file_rows(source('equity_bronze', 'air_quality')) }}
),

cleaned as (
    select
        _file || ':' || _row as landed_row_id,
        _row as source_row,
        {{ clean_text('nta_code') }} as neighborhood_id,
        {{ clean_text('nta_name') }} as neighborhood_name,
        {{ clean_text('borough') }} as borough_name,
        {{ clean_number_text('pm25_annual_mean_ugm3') }} as pm25_annual_mean_ugm3_text,
        {{ clean_number_text('no2_annual_mean_ppb') }} as no2_annual_mean_ppb_text,
        {{ clean_number_text('building_emissions_tertile') }} as building_emissions_tertile_text,
        {{ clean_number_text('building_density_tertile') }} as building_density_tertile_text,
        {{ clean_number_text('traffic_density_tertile') }} as traffic_density_tertile_text,
        {{ clean_number_text('industrial_tertile') }} as industrial_tertile_text
    from landed
),

final as (
    select
        -- ids
        landed_row_id,
        neighborhood_id,

        -- text
        neighborhood_name,
        borough_name,

        -- numbers
        source_row,
        try_cast(pm25_annual_mean_ugm3_text as decimal(18, 9)) as pm25_annual_mean_ugm3,
        try_cast(no2_annual_mean_ppb_text as decimal(18, 9)) as no2_annual_mean_ppb,
        {{ cast_integer('building_emissions_tertile_text') }} as building_emissions_tertile,
        {{ cast_integer('building_density_tertile_text') }} as building_density_tertile,
        {{ cast_integer('traffic_density_tertile_text') }} as traffic_density_tertile,
        {{ cast_integer('industrial_tertile_text') }} as industrial_tertile,

        {{ failed_casts([
            'pm25_annual_mean_ugm3',
            'no2_annual_mean_ppb',
            'building_emissions_tertile',
            'building_density_tertile',
            'traffic_density_tertile',
            'industrial_tertile',
        ]) }} as failed_casts
    from cleaned
)

select * from final
