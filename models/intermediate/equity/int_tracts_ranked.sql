with tracts as (
    {{ one_row_per('tract_id', ref('stg_equity__svi_tracts')) }}
),

final as (
    select
        tract_id,
        themes_sum,
        {{ percentile_rank('themes_sum') }} as social_part
    from tracts
)

select * from final
