with transactions as (
    select * from {{ source('banking_silver', 'bank_transactions') }}
),

final as (
    select
        -- ids
        transaction_id,
        {{ struct_text('customer', 'customer_id') }} as customer_id,
        {{ struct_text('merchant', 'merchant_id') }} as merchant_id,

        -- text
        {{ struct_text('customer', 'home_country') }} as customer_country,
        {{ struct_text('merchant', 'name') }} as merchant_name,
        {{ struct_text('merchant', 'category') }} as merchant_category,
        {{ struct_text('merchant', 'country') }} as merchant_country,
        channel,
        currency,

        -- numbers
        cast(amount as decimal(12, 2)) as amount,
        {{ list_size('items') }} as item_count,

        -- booleans
        is_late,

        -- times
        cast(occurred_at as timestamp with time zone) as occurred_at,
        cast(posted_at as timestamp with time zone) as posted_at
    from transactions
)

select * from final
