/**
 * The DynamoDB table of a decision memory: what an infrastructure definition or `CreateTable` needs. Give it time to live on
 * `ttlAttribute`, encryption at rest, and no stream; a backup or point-in-time recovery keeps what was forgotten, so mind its
 * length. The role of a run needs GetItem, PutItem, DeleteItem, Query and Scan on the table.
 */
export const decisionMemoryTable = {
  keySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  attributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  billingMode: 'PAY_PER_REQUEST',
  /** Seconds since 1970, UTC. */
  ttlAttribute: 'ttl',
} as const
