with schools as (
    select * from {{ ref('int_schools_located') }}
),

tracts as (
    select * from {{ ref('int_tracts_ranked') }}
),

heat_areas as (
    select * from {{ ref('int_heat_areas_ranked') }}
),

air_areas as (
    select * from {{ ref('int_air_areas_ranked') }}
),

joined as (
    select
        schools.school_id,
        schools.borough_id,
        schools.tract_id,
        schools.neighborhood_id,
        tracts.social_part,
        heat_areas.heat_part,
        air_areas.air_part,
        case
            when tracts.social_part is not null then ''
            when schools.tract_id is null then 'census tract not known; '
            when tracts.tract_id is null then 'census tract not in the index; '
            else 'census tract not ranked; '
        end as social_gap,
        case
            when schools.neighborhood_id is null then 'neighborhood not known; '
            when heat_areas.heat_part is null then 'no heat data for the neighborhood; '
            else ''
        end as heat_gap,
        case
            when schools.neighborhood_id is not null and air_areas.air_part is null
                then 'no air data for the neighborhood; '
            else ''
        end as air_gap
    from schools
    left join tracts on schools.tract_id = tracts.tract_id
    left join heat_areas on schools.neighborhood_id = heat_areas.neighborhood_id
    left join air_areas on schools.neighborhood_id = air_areas.neighborhood_id
),

summed as (
    select
        *,
        {{ sum_percentile_ranks(['social_part', 'heat_part', 'air_part']) }} as parts_sum
    from joined
),

scored as (
    select
        *,
        {{ percentile_rank('parts_sum') }} as equity_score
    from summed
),

final as (
    select
        school_id,
        borough_id,
        tract_id,
        neighborhood_id,
        social_part,
        heat_part,
        air_part,
        equity_score,
        -- least() alone would skip a null score on one engine and keep it on the other
        case
            when equity_score is not null
                then cast(least(5, floor(5 * equity_score) + 1) as integer)
        end as equity_band,
        nullif(rtrim(social_gap || heat_gap || air_gap, '; '), '') as missing_reason
    from scored
)

select * from final
