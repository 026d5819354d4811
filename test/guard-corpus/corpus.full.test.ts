import puppeteer, { type Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../src/instruments/lab/find-browser.js'
import { breakages, harmless } from './index.js'
import { serveSite } from './serve-site.js'
import type { Case, Side } from './site.js'
import { Visit } from './visit.js'

let browser: Browser

beforeAll(async () => {
  browser = await puppeteer.launch({
    executablePath: (await findBrowser()).executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-sync',
      '--lang=en-US',
    ],
  })
})

afterAll(async () => {
  await browser.close()
})

interface Look {
  readonly shown: boolean
  /** Errors and failed requests, which a side that is whole has none of. */
  readonly complaints: readonly string[]
}

/** @returns what the case's own look says of a side */
async function look(subject: Case, side: Side): Promise<Look> {
  const site = await serveSite(subject[side], side === 'base' ? 1 : 2)
  const visit = await Visit.begin(browser, site.origin, subject)
  try {
    return {
      shown: await subject.shows(visit),
      complaints: visit.complaints.map(text => text.replace(site.origin, '')),
    }
  } finally {
    await visit.end()
    await site.close()
  }
}

const named = (cases: readonly Case[]) => cases.map(one => [one.id, one] as const)

describe('a breakage', () => {
  it.each(named(breakages))('%s is seen in the candidate and not in the base', async (_, one) => {
    expect(await look(one, 'base')).toEqual({ shown: false, complaints: [] })
    expect(await look(one, 'candidate')).toMatchObject({ shown: true })
  })
})

describe('a harmless difference', () => {
  it.each(named(harmless))('%s: the task works on both sides', async (_, one) => {
    const base = await look(one, 'base')
    expect(base.shown).toBe(true)
    expect(await look(one, 'candidate')).toEqual(base)
  })
})
