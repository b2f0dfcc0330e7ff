export * from './governance.ts'
export * from './person-name.ts'
export * from './same-person.ts'
