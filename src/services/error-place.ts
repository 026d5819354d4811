import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allowedEnvironment } from '../system/environment.js'

/** Where a module threw while it was loaded: the first line of the stack in the file, or in one beside or below it. */
function fromStack(file: string, stack: string): string | undefined {
  for (const [, url = '', line] of stack.matchAll(/((?:file:\/\/)?\/[^\s?#()]+?)(?:\?[^\s:]*)?:(\d+):\d+/g)) {
    // As Node names a module, or as the reader of TypeScript does.
    const path = url.startsWith('file:') ? fileURLToPath(url) : url
    if (path.startsWith(dirname(file) + sep)) return `${path}:${line}`
  }
  return undefined
}

/**
 * Node keeps the place of a syntax error from whoever imports a module, and tells it where it is asked only to check one. As text, because
 * by its name a `.js` file may be something else to it.
 */
async function fromCheck(file: string): Promise<string | undefined> {
  const source = await readFile(file)
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      ['--check', '--input-type=module', '-'],
      { timeout: 10_000, env: allowedEnvironment() },
      (_error, _stdout, stderr) => {
        const [, line] = /^\[stdin\]:(\d+)$/m.exec(stderr) ?? []
        resolve(line === undefined ? undefined : `${file}:${line}`)
      },
    )
    // One that does not start is told of above.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(source)
  })
}

/** The line that the position in a JSON error lies on. */
async function fromPosition(file: string, message: string): Promise<string | undefined> {
  const [, position] = /at position (\d+)/.exec(message) ?? []
  if (position === undefined) return undefined
  const before = (await readFile(file, 'utf8')).slice(0, Number(position))
  return `${file}:${before.split('\n').length}`
}

/**
 * Where in a configuration file (or in a module of its) an error is, as `file:line`.
 * @param error what reading or importing the file threw
 * @returns undefined where nobody can tell
 */
export async function errorPlace(file: string, error: unknown): Promise<string | undefined> {
  if (!(error instanceof Error)) return undefined
  if (file.endsWith('.json')) return fromPosition(file, error.message)
  return error instanceof SyntaxError ? fromCheck(file) : fromStack(file, error.stack ?? '')
}
