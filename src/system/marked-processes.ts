import { readdirSync, readFileSync } from 'node:fs'
import { startTimeOf } from './process-identity.js'
import { RUN_VARIABLE } from './runs.js'

/** Live processes that carry one of the marks, wherever in the tree of processes they are. Linux tells; elsewhere the records do. */
export function carriersOf(tokens: ReadonlySet<string>): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return []
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'latin1')
      const [, token] = new RegExp(`(?:^|\0)${RUN_VARIABLE}=([^\0]*)`).exec(environment) ?? []
      return token !== undefined && tokens.has(token) && startTimeOf(Number(name)) !== null ? [Number(name)] : []
    } catch {
      return [] // gone, or not ours to read
    }
  })
}

/** Ends them. What is being started while they are ended is not among them. @returns their ids */
export function endCarriers(tokens: ReadonlySet<string>): number[] {
  const found = carriersOf(tokens)
  for (const pid of found) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // gone since we looked
    }
  }
  return found
}
