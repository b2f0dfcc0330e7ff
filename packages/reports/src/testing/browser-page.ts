import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a browser had to say about a page opened from disk. */
export interface BrowserFindings {
  /** Errors and warnings of the console, refused loads included, and dialogs that opened. */
  readonly complaints: readonly string[]
  /** Addresses asked for beside the page itself. */
  readonly requests: readonly string[]
  readonly pictures: readonly { readonly width: number; readonly png: Buffer; readonly contentWidth: number }[]
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--remote-debugging-port=0',
]

/** The first Chromium on the PATH, or null. */
export function chromiumPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path))
  return found ?? null
}

/** Opens a file in Chromium at each width, in turn, and reports what happened. Ends the browser that it started. */
export async function browserFindings(
  chromium: string,
  file: string,
  widths: readonly number[],
): Promise<BrowserFindings> {
  const profile = mkdtempSync(join(tmpdir(), 'tutti-browser-'))
  const browser = spawn(chromium, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const closed = new Promise<void>((resolve) => browser.once('close', () => resolve()))
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let text = ''
      browser.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        const match = /DevTools listening on (ws:\S+)/.exec(text)
        if (match !== null) resolve(match[1])
      })
      browser.once('error', reject)
      browser.once('close', () =>
        reject(new Error(`the browser ended before it could be reached: ${text.slice(-500)}`)),
      )
    })
    return await visit(address, pathToFileURL(file).href, widths)
  } finally {
    browser.kill('SIGKILL')
    await closed
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Record<string, unknown>
  readonly result?: Record<string, unknown>
  readonly error?: { readonly message: string }
}

async function visit(address: string, url: string, widths: readonly number[]): Promise<BrowserFindings> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
  const waiting = new Map<
    number,
    { resolve: (value: Record<string, unknown>) => void; reject: (error: Error) => void }
  >()
  const listeners: ((message: Message) => void)[] = []
  socket.addEventListener('message', (event) => {
    const message = JSON.parse(String(event.data)) as Message
    const caller = message.id === undefined ? undefined : waiting.get(message.id)
    if (caller === undefined) for (const listener of listeners) listener(message)
    else if (message.error === undefined) caller.resolve(message.result ?? {})
    else caller.reject(new Error(message.error.message))
  })
  let last = 0
  const call = (
    method: string,
    params: Record<string, unknown>,
    sessionId?: string,
  ): Promise<Record<string, unknown>> => {
    const id = ++last
    const answer = new Promise<Record<string, unknown>>((resolve, reject) => waiting.set(id, { resolve, reject }))
    socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }))
    return answer
  }
  const complaints: string[] = []
  const requests: string[] = []
  listeners.push(({ method, params }) => {
    const text = JSON.stringify(params)
    if (method === 'Runtime.exceptionThrown' || method === 'Runtime.consoleAPICalled') complaints.push(text)
    if (method === 'Log.entryAdded' || method === 'Page.javascriptDialogOpening') complaints.push(text)
    if (method !== 'Network.requestWillBeSent') return
    const asked = (params!['request'] as { url: string }).url
    if (asked !== url && !asked.startsWith('data:')) requests.push(asked)
  })
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true })
  const send = (method: string, params: Record<string, unknown> = {}) => call(method, params, sessionId as string)
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`)
  const pictures: BrowserFindings['pictures'][number][] = []
  for (const width of widths) {
    await send('Emulation.setDeviceMetricsOverride', { width, height: 1000, deviceScaleFactor: 1, mobile: false })
    const loaded = new Promise<void>((resolve) =>
      listeners.push((message) => {
        if (message.method === 'Page.loadEventFired') resolve()
      }),
    )
    await send('Page.navigate', { url })
    await loaded
    const { result } = await send('Runtime.evaluate', { expression: 'document.documentElement.scrollWidth' })
    const { data } = await send('Page.captureScreenshot', { format: 'png' })
    const contentWidth = (result as { value: number }).value
    pictures.push({ width, png: Buffer.from(data as string, 'base64'), contentWidth })
  }
  socket.close()
  return { complaints, requests, pictures }
}
