export * from './layout.ts'
export * from './number-text.ts'
export * from './paint.ts'
export * from './plain-table.ts'
