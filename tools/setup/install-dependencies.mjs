import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { npmFailureAdvice } from './npm-failure-advice.mjs'
import { SetupError } from './setup-error.mjs'
import { withSetupLock } from './setup-lock.mjs'

const shownLines = 12

/**
 * Installs the packages of `package-lock.json` with `npm ci`, unless that was done already for this very lock file on
 * this platform. Two processes at once install once. Throws SetupError, in words, when it cannot.
 */
export async function installDependencies(root, { npm = 'npm', log = console.error } = {}) {
  if (isInstalled(root)) return
  if (isInstalledByHand(root)) return writeStampIfPossible(root)
  try {
    await withSetupLock(
      root,
      async () => {
        if (isInstalled(root)) return
        log('Setting up: npm ci installs the packages of the project (once; about a minute) …')
        rmSync(stampPath(root), { force: true })
        await runNpmCi(root, npm)
        writeStamp(root)
      },
      (pid) => log(`Another set-up of this folder is under way (process ${pid}); waiting for it …`),
    )
  } catch (error) {
    if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS' || error.code === 'ENOSPC') {
      throw new SetupError(`Setting up failed: ${error.message}\n${npmFailureAdvice(error.code, root)}`)
    }
    throw error
  }
}

const stampPath = (root) => join(root, 'node_modules', '.tutti-setup')

/** What an installation is good for: this lock file, on this platform. */
function stampText(root) {
  const hash = createHash('sha256').update(readLock(root)).digest('hex')
  return `${JSON.stringify({ lock: hash, platform: process.platform, arch: process.arch })}\n`
}

function readLock(root) {
  const path = join(root, 'package-lock.json')
  if (!existsSync(path)) {
    throw new SetupError(`${path} is missing. Get it back with: git checkout -- package-lock.json`)
  }
  return readFileSync(path)
}

function isInstalled(root) {
  const wanted = stampText(root)
  return existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === wanted
}

const writeStamp = (root) => writeFileSync(stampPath(root), stampText(root))

/** In a folder that cannot be written, what is installed serves all the same; it is only compared again next time. */
function writeStampIfPossible(root) {
  try {
    writeStamp(root)
  } catch {
    return
  }
}

/** Whether a finished `npm ci` or `npm install` of this platform left each package at the version of the lock file. */
function isInstalledByHand(root) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  const locked = readJson(join(root, 'package-lock.json'))?.packages
  if (installed === undefined || locked === undefined) return false
  const stamp = readJson(stampPath(root))
  if (stamp !== undefined && (stamp.platform !== process.platform || stamp.arch !== process.arch)) return false
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    const found = installed[path]
    return found === undefined ? entry.optional === true : found.version === entry.version
  })
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

async function runNpmCi(root, npm) {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=10000']
  const windows = process.platform === 'win32'
  // npm replaces node_modules, so it must not itself run on a Node that lies in there.
  const ownBin = join(root, 'node_modules')
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !resolve(folder).startsWith(ownBin))
  const child = spawn(npm, [...args, ...patience], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: path.join(delimiter) },
    shell: windows,
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const end = await new Promise((done) => {
    child.on('error', (error) => done(error))
    child.on('close', (code, signal) => done(code === 0 ? undefined : (signal ?? `exit code ${code}`)))
  })
  if (end === undefined) return
  if (end.code === 'ENOENT') throw new SetupError('Setting up failed: npm is not on the PATH. Install it with Node.')
  const lines = tellingLines(output).slice(-shownLines)
  throw new SetupError(
    [
      `Setting up failed: npm ci ended with ${end.message ?? end}. Its last lines:`,
      ...lines.map((line) => `  ${line}`),
      npmFailureAdvice(output, root),
    ].join('\n'),
  )
}

/** What npm says of the failure itself, without stack frames, its help page and where its log lies. */
function tellingLines(output) {
  const lines = output.trim().split('\n')
  const help = lines.findIndex((line) => /^npm error (Clean install a project|Usage:)/.test(line))
  const noise = /^npm error(\s*$|\s+at |\s+(errno|syscall|type|address|port):|\s+[{}]+$| A complete log)/
  return lines.slice(0, help === -1 ? undefined : help).filter((line) => !noise.test(line))
}
