export * from './governance.ts'
export * from './same-person.ts'
