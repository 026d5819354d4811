import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Lab } from '../../src/instruments/lab/index.js'
import { PASSWORD } from './flow-of.js'
import { type HeldCase, holdGuard, summarize } from './hold-guard.js'
import { breakages, harmless } from './index.js'
import type { Case } from './site.js'

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

let lab: Lab
const held: HeldCase[] = []

beforeAll(async () => {
  process.env[PASSWORD.env] = PASSWORD.value
  lab = await Lab.open({ logger: quiet })
})
afterAll(async () => {
  await lab.close()
  console.info(JSON.stringify(summarize(held)))
})

const found = async (subject: Case) => {
  const one = await holdGuard(lab, subject)
  held.push(one)
  return one.found
}

const named = (cases: readonly Case[]) => cases.map(one => [one.id, one] as const)

// Several at a time: nothing is timed, and a look mostly waits.
describe.concurrent('a breakage is caught', () => {
  it.each(named(breakages))('%s', async (_, one) => {
    expect(await found(one)).not.toEqual([])
  })
})

describe.concurrent('a harmless difference passes', () => {
  it.each(named(harmless))('%s', async (_, one) => {
    expect(await found(one)).toEqual([])
  })
})
