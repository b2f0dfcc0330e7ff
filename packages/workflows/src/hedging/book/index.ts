export type { BookLine, FundBook } from './fund-book.ts'
export { type BookInputs, fundBookOf } from './fund-book-of.ts'
export type { IssuerBucket } from './issuer-bucket.ts'
export type { MemberBasis } from './member-streams.ts'
