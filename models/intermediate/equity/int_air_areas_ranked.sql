with areas as (
    {{ one_row_per('neighborhood_id', ref('stg_equity__air_quality')) }}
),

ranked as (
    select
        neighborhood_id,
        {{ percentile_rank('pm25_annual_mean_ugm3') }} as pm25_rank,
        {{ percentile_rank('no2_annual_mean_ppb') }} as no2_rank
    from areas
),

summed as (
    select
        *,
        {{ sum_percentile_ranks(['pm25_rank', 'no2_rank']) }} as ranks_sum
    from ranked
),

final as (
    select
        neighborhood_id,
        pm25_rank,
        no2_rank,
        {{ percentile_rank('ranks_sum') }} as air_part
    from summed
)

select * from final
