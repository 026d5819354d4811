import type { Profile } from '../../model/profile.js'
import type { LoadRecording, RecordedRequest, RecordedTask } from '../../model/recording.js'
import { Line } from './line.js'

/** When things happen on the simulated device, ms from navigation start; absent where they never do. */
export interface SimulatedLoad {
  /** When a request's answer has come, by its id. */
  readonly arrived: ReadonlyMap<string, number>
  /** When each task has ended, by its place in the recording. */
  readonly ended: readonly (number | undefined)[]
}

/** Round trips until a connection can carry a request: one to open it, one for TLS 1.3. */
const HANDSHAKE = 2

/**
 * Plays a recorded load again on a slower line and a slower processor: what waited for what stays, how long it takes changes. The line is the
 * lab's own (one bottleneck, no slow start, answers by their urgency); the main thread does one task at a time.
 */
export const simulate = (
  { requests, tasks }: Pick<LoadRecording, 'requests' | 'tasks'>,
  { network, cpuSlowdown }: Pick<Profile, 'network' | 'cpuSlowdown'>,
): SimulatedLoad => {
  const line = new Line(network.down)
  const byId = new Map(requests.map(request => [request.id, request]))
  const arrived = new Map<string, number>()
  const ended: (number | undefined)[] = tasks.map(() => undefined)
  const begun = tasks.map(() => false)
  const asked = new Set<string>()
  const opensAt = new Map<number, number>()
  const senders = new Set(tasks.flatMap(task => task.sends.map(({ id }) => id)))
  const waits = tasks.map((task, index) => dependencies(tasks, index, task, byId))
  const [document] = requests
  let now = 0
  let freeAt = 0
  /** Requests that are to be sent at a time, and answers that are at the browser then. */
  const pending: { readonly at: number; readonly run: () => void }[] = []
  const at = (time: number, run: () => void): void => void pending.push({ at: time, run })

  const ask = (request: RecordedRequest, time: number): void => {
    if (asked.has(request.id)) return
    asked.add(request.id)
    const opened = opensAt.get(request.connection) ?? time + HANDSHAKE * network.roundTrip
    opensAt.set(request.connection, opened)
    // The answer's first byte is at the bottleneck half a round trip after it was asked for, and its last at the browser half of one later.
    at(Math.max(time, opened) + network.roundTrip / 2 + request.server, () => line.add(request))
  }

  const begin = (index: number): void => {
    begun[index] = true
    const task = tasks[index]!
    freeAt = now + task.duration * cpuSlowdown
    for (const { id, after } of task.sends) {
      const request = byId.get(id)
      if (request) at(now + after * cpuSlowdown, () => ask(request, now))
    }
    const end = freeAt
    at(end, () => {
      ended[index] = end
    })
  }

  const arrive = (request: RecordedRequest): void => {
    arrived.set(request.id, now)
    for (const other of requests) {
      if (asked.has(other.id) || senders.has(other.id)) continue
      const initiator = other.initiator === null || !byId.has(other.initiator) ? document?.id : other.initiator
      if (initiator === request.id) ask(other, now)
    }
  }

  if (document) ask(document, 0)
  for (;;) {
    const ready =
      now >= freeAt ? tasks.findIndex((_, i) => !begun[i] && waits[i]!.every(wait => isOver(wait, arrived, ended))) : -1
    if (ready >= 0) {
      begin(ready)
      continue
    }
    const next = pending.reduce<number>((least, { at: time }) => Math.min(least, time), Number.POSITIVE_INFINITY)
    const sent = line.next(now)
    const time = Math.min(next, sent?.at ?? Number.POSITIVE_INFINITY)
    if (time === Number.POSITIVE_INFINITY) break
    line.advance(now, time)
    now = time
    for (const request of line.take()) at(now + network.roundTrip / 2, () => arrive(request))
    const due = pending.filter(({ at: when }) => when <= now)
    for (const one of due) pending.splice(pending.indexOf(one), 1)
    for (const { run } of due) run()
  }
  return { arrived, ended }
}

type Wait = { readonly request: string } | { readonly task: number }

const isOver = (wait: Wait, arrived: ReadonlyMap<string, number>, ended: readonly (number | undefined)[]): boolean =>
  'request' in wait ? arrived.has(wait.request) : ended[wait.task] !== undefined

/** What a task waits for: what it reads; scripts and parsing, the script before them; what reads nothing, the task before it. */
const dependencies = (
  tasks: readonly RecordedTask[],
  index: number,
  task: RecordedTask,
  byId: ReadonlyMap<string, RecordedRequest>,
): Wait[] => {
  const needs = task.needs.filter(id => byId.has(id)).map(request => ({ request }))
  if (needs.length === 0) return index === 0 ? [] : [{ task: index - 1 }]
  const script = task.evaluates ? tasks.slice(0, index).findLastIndex(other => other.evaluates) : -1
  return script < 0 ? needs : [...needs, { task: script }]
}
