import { readFile, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { DisturbanceWatch } from '../../instruments/lab/disturbance.js'
import { takeInventory, totalBytes } from '../../loop/retention/inventory.js'
import { formatNumber } from '../../report/format.js'
import { fileConfiguration } from '../../services/file-configuration.js'
import { provideStateFolder } from '../../services/provide-state-folder.js'
import { stateLimits } from '../../services/state-settings.js'
import { stateFolder } from '../../system/state-folder.js'
import { formatSize } from '../clean/clean-text.js'
import type { Check } from './check.js'

/** How long the machine is watched, ms. */
const WATCH = 1_000
/** A browser, the target's own processes and the database beside each other, bytes. */
const ENOUGH_MEMORY = 1.5e9
/** Clones and arms of a project of usual size, bytes. */
const ENOUGH_DISK = 3e9
const LEAST_DISK = 0.3e9
/** Share of CPU time that the hypervisor gives to others from which on loads are disturbed. */
const MOST_STEAL = 0.05
/** Lateness of timers (ms) from which on a load waits for others. */
const MOST_JITTER = 20

/** What can be taken without swapping: Linux gives its caches back. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB/m.exec(text) ?? []
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024
}

export const machineCheck: Check = {
  name: 'machine',
  title: 'Machine',
  async run() {
    const watch = new DisturbanceWatch()
    await delay(WATCH)
    const { timerJitter, steal, loadAverage } = watch.stop()
    const [cores, memory, available] = [availableParallelism(), totalmem(), await availableMemory()]
    const busy = loadAverage > cores / 2
    const problems = [
      cores < 2 && 'with one core the browser and the server take turns: measurements are noisy',
      busy &&
        `others are at work (load ${formatNumber(loadAverage, 1)}): measurements take longer, or stay without a verdict`,
      !busy && timerJitter > MOST_JITTER && 'timers are late: something takes the processor away',
      steal > MOST_STEAL && `the hypervisor gives ${formatNumber(steal * 100)} % of the time to others`,
      available < ENOUGH_MEMORY && `only ${formatSize(available)} of memory are free`,
    ].filter(problem => problem !== false)
    return {
      status: problems.length > 0 ? 'warning' : 'ok',
      found: [`${cores} ${cores === 1 ? 'core' : 'cores'}, ${formatSize(memory)} of memory`, ...problems].join('; '),
      ...(problems.length > 0 && { remedy: 'Measure on a quiet machine with two cores or more.' }),
      details: { cores, memory, available, loadAverage: loadavg(), steal, timerJitter },
    }
  },
}

export const stateCheck: Check = {
  name: 'state',
  title: 'State folder',
  async run({ folder }) {
    const state = stateFolder()
    await provideStateFolder(state)
    const inventory = await takeInventory(state)
    // A configuration that cannot be read is the project's matter, not the folder's.
    const configuration = await fileConfiguration({ file: folder, environment: process.env }).catch(() =>
      fileConfiguration({ environment: process.env }),
    )
    const { cap } = stateLimits(configuration)
    const { bavail, bsize } = await statfs(state)
    const [free, size] = [bavail * bsize, totalBytes(inventory)]
    const found = `${state}, ${formatSize(size)} of ${formatSize(cap)}; ${formatSize(free)} free on the disk`
    const details = { folder: state, bytes: size, cap, free }
    if (free < LEAST_DISK)
      return { status: 'missing', found, remedy: 'Make room on the disk: a session needs a few GB.', details }
    if (free < ENOUGH_DISK)
      return { status: 'warning', found, remedy: 'Make room on the disk: a session may need a few GB.', details }
    if (size > cap) return { status: 'warning', found, remedy: 'Run `tunewright clean`.', details }
    return { status: 'ok', found, details }
  },
}

const freePort = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })

export const portsCheck: Check = {
  name: 'ports',
  title: 'Ports',
  async run() {
    try {
      const ports = [await freePort('127.0.0.1'), await freePort('127.0.0.1')]
      return { status: 'ok', found: 'free ones on 127.0.0.1', details: { ports } }
    } catch (error) {
      return {
        status: 'missing',
        found: `none can be opened on 127.0.0.1 (${String(error)})`,
        remedy: 'Allow processes to listen on 127.0.0.1: arms of a target are served there.',
        details: {},
      }
    }
  },
}
