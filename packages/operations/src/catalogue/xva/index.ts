export * from './adjustments.ts'
export * from './closed-form-adjustments.ts'
export * from './exposure.ts'
export * from './sa-ccr.ts'
