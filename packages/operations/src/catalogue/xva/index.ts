export * from './closed-form-adjustments.ts'
export * from './sa-ccr.ts'
