"""Operations that OVHcloud US has and the other regions have not, as seen in 2024 and 2026.

Only that they exist is known: no copy of their description says what they take and answer.
"""

from __future__ import annotations

from typing import Final

US_OPERATIONS: Final = frozenset(
    {
        "GET /me/bill/{billId}/download",
        "GET /me/deposit/{depositId}/download",
        "GET /me/deposit/{depositId}/paidBills/{billId}/download",
        "GET /me/depositRequest",
        "GET /me/depositRequest/{id}",
        "GET /me/order/{orderId}/availablePaymentMethod",
        "GET /me/order/{orderId}/details/{detailId}/operations",
        "GET /me/order/{orderId}/details/{detailId}/operations/{operationId}",
        "GET /me/order/{orderId}/voucher",
        "POST /me/order/{orderId}/voucher",
        "DELETE /me/order/{orderId}/voucher/{balanceName}",
        "GET /me/order/{orderId}/voucher/{balanceName}",
        "GET /me/paymentMethod",
        "POST /me/paymentMethod",
        "DELETE /me/paymentMethod/{id}",
        "GET /me/paymentMethod/{id}",
        "PUT /me/paymentMethod/{id}",
        "GET /me/refund/{refundId}/download",
        "GET /me/withdrawal/{withdrawalId}/download",
        "GET /order/cart/{cartId}/licenseVirtuozzo/options",
        "POST /order/cart/{cartId}/licenseVirtuozzo/options",
    }
)
