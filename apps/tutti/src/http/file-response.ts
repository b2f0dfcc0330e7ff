import { extname } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.html': 'text/html; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.yaml': 'application/yaml',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * A file of a run. A page is shown in a sandbox of its own, so that nothing in it can use the server in its reader's name;
 * everything else is handed over to be saved.
 */
export function fileResponse(content: Buffer, name: string): Response {
  const extension = extname(name)
  const isPage = extension === '.html'
  const plainName = name.replaceAll(/[^\w.-]/g, '_')
  return new Response(new Uint8Array(content), {
    headers: {
      'content-type': types[extension] ?? 'application/octet-stream',
      'content-disposition': `${isPage ? 'inline' : 'attachment'}; filename="${plainName}"`,
      'content-security-policy': 'sandbox allow-scripts allow-popups',
      'x-content-type-options': 'nosniff',
    },
  })
}
