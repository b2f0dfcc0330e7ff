export * from './require.ts'
export * from './tutti-error.ts'
