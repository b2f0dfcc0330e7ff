import { tuttiProgram } from '../cli/program.ts'
import { operations } from '@tutti/operations'

// Calls `tutti calc` with the example of every operation in this one process, a line of `mark` after each output.
const [mark] = process.argv.slice(2)
for (const { name, example } of operations) {
  const input = JSON.stringify(example)
  await tuttiProgram().parseAsync(['calc', name, '--input', input], { from: 'user' })
  process.stdout.write(`${mark}\n`)
}
