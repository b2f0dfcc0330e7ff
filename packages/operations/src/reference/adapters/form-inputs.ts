import { z } from 'zod'

/** A text of a form that must read exactly so, as it says how something is computed. */
export const said = <const T extends string>(text: T) => z.literal(text)

/** A list of finite numbers. */
export const list = z.array(z.number())

/** Rows of finite numbers. */
export const rows = z.array(z.array(z.number()))

/** A strict object: one unknown key and the form is refused. */
export const exactly = z.strictObject
