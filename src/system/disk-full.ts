import { messageOf, TunewrightError } from '../model/errors.js'
import type { ToolResult } from './tool.js'

/** No room, a quota or a limit of sizes: as Node names them. */
const CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** The same as programs print them, and as PostgreSQL reports it. */
const TEXT = /no space left on device|disk quota exceeded|file too large/i
/** Of what a project's own commands print: they call many a file too large. */
const OWN_TEXT = /no space left on device|disk quota exceeded/i

/** Whether a program failed for want of room. */
export const saysDiskIsFull = ({ endedBy, stderr }: Pick<ToolResult, 'endedBy' | 'stderr'>): boolean =>
  endedBy === 'SIGXFSZ' || TEXT.test(stderr)

/** Whether a project's command says that it failed for want of room. */
export const outputSaysDiskIsFull = (output: string): boolean => OWN_TEXT.test(output)

/** Whether something failed for want of room: itself, or what caused it. */
export function isDiskFull(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error !== undefined && error !== null && depth < 8; depth++) {
    const { code, cause } = error as { code?: unknown; cause?: unknown }
    if (code === 'DISK_FULL' || CODES.has(String(code)) || TEXT.test(messageOf(error))) return true
    error = cause
  }
  return false
}

export const diskFull = (reason: string, cause?: unknown): TunewrightError =>
  new TunewrightError('DISK_FULL', `There is no room left to write to: ${reason}`, {
    remedy:
      'Make room (or lift the quota) on the disk of the state folder and of the temporary folder, then start again.',
    state: 'Your project was not changed. What could not be put back for want of room is put back at the next start.',
    cause,
  })

/** A failure for want of room as an error that says so; any other as it is. */
export function tellingDiskFull(thrown: unknown): unknown {
  if (thrown instanceof TunewrightError && thrown.code === 'DISK_FULL') return thrown
  return isDiskFull(thrown) ? diskFull(messageOf(thrown), thrown) : thrown
}
