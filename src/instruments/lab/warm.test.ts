import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PROFILES } from '../../model/profile.js'
import type { ServedArm } from '../serving/index.js'
import { serveFolder } from './fixtures/serve-folder.js'
import { Lab } from './lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const PAGE = { id: 'home', path: '/', weight: 1 }

let root: string
let lab: Lab
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunewright-warm-'))
  await writeFile(join(root, 'index.html'), '<!doctype html><html lang="en"><title>A page</title><p>text</p>')
  lab = await Lab.open({ logger })
})
afterAll(async () => {
  await lab?.close()
  await rm(root, { recursive: true, force: true })
})

/** An arm, and how many connections were made to it. */
const counted = async () => {
  const served = await serveFolder(root, logger)
  const connections = { count: 0 }
  const arm: ServedArm = {
    ...served,
    attach: (...given) => {
      connections.count++
      served.attach(...given)
    },
  }
  return { arm, connections }
}

it('shows a page of files in memory once to a browser for all their arms, and anew to the next browser', async () => {
  const [one, other] = [await counted(), await counted()]
  await lab.warm(one.arm, PAGE, PROFILES.mobile)
  expect(one.connections.count).toBeGreaterThan(0)
  await lab.warm(other.arm, PAGE, PROFILES.mobile)
  expect(other.connections.count).toBe(0)
  await lab.renew()
  await lab.warm(other.arm, PAGE, PROFILES.mobile)
  expect(other.connections.count).toBeGreaterThan(0)
  await Promise.all([one.arm.stop(), other.arm.stop()])
})

it('shows a page of a service once in each arm: what is kept after first answers is the arm’s own', async () => {
  const [one, other] = [await counted(), await counted()]
  for (const { arm, connections } of [one, other]) {
    const { filesOf: _, ...service } = arm
    await lab.warm(service, PAGE, PROFILES.mobile)
    expect(connections.count).toBeGreaterThan(0)
    const { count } = connections
    await lab.warm(service, PAGE, PROFILES.mobile)
    expect(connections.count).toBe(count)
  }
  await Promise.all([one.arm.stop(), other.arm.stop()])
})

it('shows a page in the second arm where it fails in the first, which alone is told', async () => {
  await lab.renew()
  const [broken, sound] = [await counted(), await counted()]
  const fails: ServedArm = { ...broken.arm, attach: connection => connection.destroy() }
  const [first, second] = await Promise.allSettled([
    lab.warm(fails, PAGE, PROFILES.mobile),
    lab.warm(sound.arm, PAGE, PROFILES.mobile),
  ])
  expect(first.status).toBe('rejected')
  expect(second.status).toBe('fulfilled')
  expect(sound.connections.count).toBeGreaterThan(0)
  await Promise.all([broken.arm.stop(), sound.arm.stop()])
})
