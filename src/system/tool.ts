import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { endWithUs } from './process-records.js'
import { markedOnceBegun } from './runs.js'

export interface ToolOptions {
  readonly cwd?: string
  /** The whole environment, but for the mark of this run. */
  readonly environment: Readonly<Record<string, string>>
  readonly input?: string | Uint8Array
  readonly signal?: AbortSignal
  readonly uid?: number
  readonly gid?: number
}

export interface ToolResult {
  /** null: ended by a signal. */
  readonly exitCode: number | null
  readonly endedBy: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream ?? []) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/**
 * Runs a program of the system (git, cp …) to its end, without a shell, in a group of its own: a Ctrl-C in the terminal reaches us alone,
 * and we decide what becomes of it.
 *
 * @throws Error of the system where it cannot be started or its signal fires
 */
export async function runTool(file: string, args: readonly string[], o: ToolOptions): Promise<ToolResult> {
  const child: ChildProcess = spawn(file, args, {
    cwd: o.cwd,
    env: markedOnceBegun(o.environment),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(o.signal ? { signal: o.signal } : {}),
    ...(o.uid === undefined ? {} : { uid: o.uid }),
    ...(o.gid === undefined ? {} : { gid: o.gid }),
  })
  const gone = child.pid === undefined ? undefined : endWithUs(child.pid)
  try {
    child.stdin?.on('error', () => undefined) // it may end without reading its input
    child.stdin?.end(o.input)
    const [[exitCode, endedBy], stdout, stderr] = await Promise.all([
      once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
      collect(child.stdout),
      collect(child.stderr),
    ])
    return { exitCode, endedBy, stdout, stderr: stderr.toString() }
  } finally {
    gone?.()
  }
}
