import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ARMS, simulatedLab } from '../experiment/fixtures/simulated-lab.js'
import { knownLooks, takeLooksMeanwhile } from './known-looks.js'
import type { ReadingRuntime } from './runtime.js'

const page = { id: 'home', path: '/', weight: 1 }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'known-looks-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A runtime of a simulated machine, what it says on the way, and what it did. */
const runtimeWith = async (onLook: () => void = () => {}) => {
  const machine = await simulatedLab({}, { seed: 'machine' })
  const told: string[] = []
  const runtime = {
    folder,
    target: { pages: [page] },
    signal: new AbortController().signal,
    serve: machine.serve,
    lab: {
      ...machine.lab,
      look: async (...given: Parameters<typeof machine.lab.look>) => {
        onLook()
        return machine.lab.look(...given)
      },
    },
    step: (_: string, message: string) => void told.push(message),
  } as unknown as ReadingRuntime
  return { runtime, told, events: machine.events }
}

it('keeps what was seen of an arm for whoever holds others against it', async () => {
  const { runtime, told, events } = await runtimeWith()
  await takeLooksMeanwhile(runtime, ARMS.baseline, new Promise(() => {}))
  const kinds = (await knownLooks(runtime, ARMS.baseline)).map(({ kind, profile }) => `${kind} ${profile}`)
  expect(new Set(kinds)).toEqual(
    new Set([
      'tried mobile',
      'tried desktop',
      'by-keyboard desktop',
      'again desktop',
      'other-media desktop',
      'without-scripts desktop',
    ]),
  )
  expect(await knownLooks(runtime, ARMS.candidate)).toEqual([])
  expect(events.at(-1)).toBe('stop baseline')
  // Something else goes on, and is told of.
  expect(told).toEqual([])
})

it('says what it does once nothing else goes on', async () => {
  const { runtime, told } = await runtimeWith()
  await takeLooksMeanwhile(runtime, ARMS.baseline, Promise.resolve(true))
  expect(told.at(-1)).toBe('looking by other means at the unchanged system')
})

it.each([
  ['came to nothing', () => Promise.resolve(false)],
  ['failed', () => Promise.reject(new Error('no'))],
])('looks no further where what went on %s', async (_, work) => {
  let looks = 0
  const { runtime, events } = await runtimeWith(() => looks++)
  await takeLooksMeanwhile(runtime, ARMS.baseline, work())
  expect(looks).toBeLessThan(6)
  expect(await knownLooks(runtime, ARMS.baseline)).toEqual([])
  expect(events.at(-1)).toBe('stop baseline')
})

it('is cancelled with the session', async () => {
  const { runtime } = await runtimeWith()
  const cancelled = { ...runtime, signal: AbortSignal.abort(new Error('stopped')) }
  await expect(takeLooksMeanwhile(cancelled, ARMS.baseline, Promise.resolve(true))).rejects.toThrow('stopped')
})
