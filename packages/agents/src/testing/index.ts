export * from '../loopback/loopback-model-server.fixture.ts'
export type * from '../loopback/loopback-reply.fixture.ts'
