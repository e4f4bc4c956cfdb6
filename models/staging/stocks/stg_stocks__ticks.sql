with ticks as (
    select * from {{ source('stocks_silver', 'stock_ticks') }}
),

final as (
    select
        -- ids
        tick_id,
        symbol,

        -- numbers
        cast(open_price as decimal(12, 4)) as open_price,
        cast(high_price as decimal(12, 4)) as high_price,
        cast(low_price as decimal(12, 4)) as low_price,
        cast(close_price as decimal(12, 4)) as close_price,
        cast(volume as bigint) as traded_shares,

        -- booleans
        coalesce(
            low_price > high_price
            or open_price not between low_price and high_price
            or close_price not between low_price and high_price,
            false
        ) as is_out_of_range,
        is_late,

        -- dates
        {{ utc_date('traded_at') }} as traded_date,
        cast(published_at as timestamp with time zone) as published_at
    from ticks
)

select * from final
