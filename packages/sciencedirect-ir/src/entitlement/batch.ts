/** Ids of one request for entitlement. Elsevier tells no limit; a hundred have been seen refused. */
export const entitlementBatch = 25;
