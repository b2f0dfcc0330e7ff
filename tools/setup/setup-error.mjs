/** A set-up that cannot go on; the message says in words what is missing and what to do. */
export class SetupError extends Error {}
