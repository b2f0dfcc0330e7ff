import { spawn } from 'node:child_process'

export interface ProgramResult {
  readonly ok: boolean
  /** Standard output and standard error as they came. */
  readonly output: string
}

export interface ProgramOptions {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  readonly timeoutSeconds?: number
}

/** Runs a program to its end and returns its output; a program that cannot be started or takes too long is not ok. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  return new Promise((done) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && !file.endsWith('.exe'),
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    let late = false
    const seconds = options.timeoutSeconds ?? 600
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, seconds * 1000)
    child.on('error', (error) => {
      clearTimeout(timer)
      done({ ok: false, output: `cannot run ${file}: ${error.message}` })
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const end = late ? `\nstopped after ${seconds} s` : signal === null ? '' : `\nended by ${signal}`
      done({ ok: code === 0 && !late, output: output.trim() + end })
    })
  })
}
