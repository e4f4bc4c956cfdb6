-- A day stands in the file of its year and, corrected, in the restated file, which wins.
with visits as (
    select * from {{ ref('stg_equity__heat_ed_visits') }}
),

final as (
    select
        visit_date,
        heat_ed_visits,
        max_temperature_f,
        is_restated,
        source_file
    from visits
    where visit_date is not null
    qualify
        row_number() over (
            partition by visit_date
            order by is_restated desc, source_file desc, landed_row_id desc
        ) = 1
)

select * from final
