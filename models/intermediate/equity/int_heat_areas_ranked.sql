with areas as (
    {{ one_row_per('neighborhood_id', ref('stg_equity__heat_vulnerability')) }}
),

-- Less green space and less air conditioning is worse, so these two are ranked from the other end.
ranked as (
    select
        neighborhood_id,
        {{ percentile_rank('surface_temperature_f') }} as surface_temperature_rank,
        {{ percentile_rank('-green_space_percent') }} as green_space_rank,
        {{ percentile_rank('-household_ac_percent') }} as household_ac_rank
    from areas
),

summed as (
    select
        *,
        {{ sum_percentile_ranks([
            'surface_temperature_rank',
            'green_space_rank',
            'household_ac_rank',
        ]) }} as ranks_sum
    from ranked
),

final as (
    select
        neighborhood_id,
        surface_temperature_rank,
        green_space_rank,
        household_ac_rank,
        {{ percentile_rank('ranks_sum') }} as heat_part
    from summed
)

select * from final
