export * from './open-api.ts'
export * from './operation-facts.ts'
export * from './reference-page.ts'
export * from './tool-name.ts'
