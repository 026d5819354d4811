import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** State of a listening socket in `/proc/net/tcp`. */
const LISTEN = '0A'

/** Inodes of the sockets that listen on a port of this machine. */
function listening(port: number): Set<string> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const row of read(table).split('\n')) {
      const [, local, , state, , , , , , inode] = row.trim().split(/\s+/)
      if (state === LISTEN && inode && local?.endsWith(`:${wanted}`)) inodes.add(`socket:[${inode}]`)
    }
  }
  return inodes
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Group and start (ticks since boot) of a process; null once it is gone. */
function statusOf(pid: number): { readonly group: number; readonly start: number } | null {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\)\s/s, '')
    .split(' ')
  return fields.length < 20 ? null : { group: Number(fields[2]), start: Number(fields[19]) }
}

function holds(pid: number, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(fd => inodes.has(linkOf(`/proc/${pid}/fd/${fd}`)))
  } catch {
    return false // of another user, or gone
  }
}

const linkOf = (at: string): string => {
  try {
    return readlinkSync(at)
  } catch {
    return ''
  }
}

/**
 * The process that answers on a port instead of the one that was started to: it listens there, is not of its group, and was there before
 * it. A helper that the command started outside of its group (a container's proxy) is younger and is none. Where the system does not tell
 * (not Linux, another user's process), there is none either.
 *
 * @param pid of the group's leader
 */
export function strangerOn(port: number, pid: number): number | null {
  const started = statusOf(pid)
  const inodes = listening(port)
  if (!started || inodes.size === 0) return null
  const holders = readdirSync('/proc')
    .map(Number)
    .filter(candidate => candidate > 0 && holds(candidate, inodes))
  const strangers = holders.filter(candidate => {
    const status = statusOf(candidate)
    return status !== null && status.group !== started.group && status.start < started.start
  })
  return holders.length === strangers.length ? (strangers[0] ?? null) : null
}
