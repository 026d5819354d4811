import { isComparisonId } from '../../loop/comparison-memory.js'
import { bytesOf, type Inventory, type SessionHeld, sessionBytes, totalBytes } from '../../loop/retention/inventory.js'
import type { Removal } from '../../loop/retention/plan-cleaning.js'
import { formatBytes, formatDuration } from '../../report/format.js'
import { printable } from '../../report/printable.js'
import { columns } from '../../report/text.js'
import type { Colors } from '../terminal.js'
import type { CleanDone } from './clean-folder.js'

const DAY = 24 * 3_600_000

/** How long ago, in the unit that tells most. */
export function ago(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY)
  if (days >= 1) return days === 1 ? 'a day ago' : `${days} days ago`
  return milliseconds < 60_000 ? 'just now' : `${formatDuration(milliseconds).replace(/ \d+ (s|min)$/, '')} ago`
}

/** Gigabytes where it is that much: caps are written so. */
export const formatSize = (bytes: number): string =>
  bytes < 1e9 ? formatBytes(bytes) : `${Number((bytes / 1e9).toFixed(2))} GB`

const named = (id: string): string => `${isComparisonId(id) ? 'comparison' : 'session'} ${printable(id)}`

const sessionRow = (session: SessionHeld, now: number): string[] => {
  const parts = [
    ['clones', bytesOf(session.clones)],
    ['artifacts', bytesOf(session.artifacts)],
  ] as const
  const within = parts.filter(([, bytes]) => bytes > 0).map(([name, bytes]) => `${name} ${formatSize(bytes)}`)
  const when = session.live ? 'running' : `ended ${ago(now - session.lastUsed)}`
  return [named(session.id), formatSize(sessionBytes(session)), [when, ...within].join(', ')]
}

function held({ sessions, abandoned, caches, browsers, database, others }: Inventory, now: number): string[][] {
  const rest: [string, number, string][] = [
    ['killed analyses', bytesOf(abandoned), ''],
    ['caches', bytesOf(caches), 'encoded pictures'],
    ['browsers', browsers.bytes, 'unpacked from the package'],
    [
      'database',
      database.bytes,
      database.inUse ? 'what is remembered between sessions; running' : 'what is remembered between sessions',
    ],
    ['others', bytesOf(others), 'patches that were handed over, locks'],
  ]
  return [
    ...sessions.map(session => sessionRow(session, now)),
    ...rest.filter(([, bytes]) => bytes > 0).map(([name, bytes, note]) => [name, formatSize(bytes), note]),
  ]
}

/** One line for what goes of one session, however many files that is. */
function removedRows(removed: readonly Removal[]): string[][] {
  const groups = new Map<string, { bytes: number; why: string }>()
  for (const { what, session, bytes, why } of removed) {
    const name = session === null ? what : `${what} of ${named(session)}`
    groups.set(name, { bytes: (groups.get(name)?.bytes ?? 0) + bytes, why })
  }
  return [...groups].map(([name, { bytes, why }]) => [name, formatSize(bytes), why])
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** What is there, and what went or would go. @param now ms since the epoch */
export function cleanText(done: CleanDone, dryRun: boolean, colors: Colors, now: number): string {
  const { inventory, limits, putBack, ended, removed } = done
  const rows = held(inventory, now)
  const gone = removedRows(removed)
  const blocks = [
    `${colors.bold('State folder')}  ${printable(inventory.folder)}\n  ${formatSize(totalBytes(inventory))} of ${formatSize(limits.cap)}; ended sessions are kept for ${days(limits.retention)}`,
    rows.length > 0 && `${colors.bold(dryRun ? 'What is there' : 'What was there')}\n${columns(rows, [1])}`,
    putBack.length > 0 &&
      `${dryRun ? 'Would put back' : 'Put back'} ${counted(putBack.length, 'change', 'changes')} that killed sessions left open.`,
    ended.length > 0 &&
      `${dryRun ? 'Would end' : 'Ended'} ${counted(ended.length, 'process', 'processes')} that killed sessions left running: ${ended.join(', ')}.`,
    gone.length > 0
      ? `${colors.bold(dryRun ? 'Would remove' : 'Removed')}\n${columns(gone, [1])}`
      : `Nothing to remove.`,
    gone.length > 0 && `${dryRun ? 'Would free' : 'Freed'} ${formatSize(bytesOf(removed))}.`,
  ]
  return `\n${blocks.filter(Boolean).join('\n\n')}\n`
}

const days = (milliseconds: number): string =>
  milliseconds % DAY === 0 ? counted(milliseconds / DAY, 'day', 'days') : formatDuration(milliseconds)
