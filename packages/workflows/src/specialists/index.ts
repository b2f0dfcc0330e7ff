export * from './specialist.ts'
export * from './specialist-order.ts'
export * from './specialist-results.ts'
