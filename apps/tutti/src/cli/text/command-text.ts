/** How to call the command line from where the user stands: through npm when npm started this process. */
export function commandLine(args: string): string {
  return process.env.npm_lifecycle_event === undefined ? `tutti ${args}` : `npm run tutti -- ${args}`
}
