import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Flow } from '../../../model/flow.js'
import { PROFILES } from '../../../model/profile.js'
import { median } from '../../../system/median.js'
import { type ServedArm, serveArm } from '../../serving/index.js'
import { Lab } from '../lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const page = (title: string, head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title><meta name="viewport" content="width=device-width">${head}</head><body><h1>${title}</h1>${body}</body></html>`
const NEXT = `<p>${'Text of the next page, different each time. '.repeat(4)}</p><p>${Array.from({ length: 9000 }, (_, i) => `<span>${(i * 7919) % 10007}</span>`).join(' ')}</p>`
const rules = (eagerness: string): string =>
  `<script type="speculationrules">{"prefetch":[{"urls":["/next.html"],"eagerness":"${eagerness}"}]}</script>`
const HOME = '<p><a href="/next.html">On</a> <a href="#here">Here</a></p>'

const flowOn = (url: string, selector: string, leads: boolean): Flow => ({
  id: url,
  title: url,
  steps: [
    { type: 'navigate', url },
    { type: 'click', selectors: [selector], ...(leads && { assertedEvents: [{ type: 'navigation' as const }] }) },
  ],
})

let folder: string
let served: ServedArm
let lab: Lab
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-next-'))
  const pages = {
    'plain.html': page('Plain', '', HOME),
    'moderate.html': page('Moderate', rules('moderate'), HOME),
    'immediate.html': page('Immediate', rules('immediate'), HOME),
    'stays.html': page('Stays', '', HOME),
    'next.html': page('Next', '', NEXT),
  }
  for (const [name, text] of Object.entries(pages)) await writeFile(join(folder, name), text)
  served = await serveArm(
    { revision: 'test', root: folder, bundleStatistics: null, buildMilliseconds: 0 },
    {
      id: 'site',
      name: 'site',
      framework: 'frontend',
      root: folder,
      pages: [],
      flows: [
        ...['/plain.html', '/moderate.html', '/immediate.html'].map(at => flowOn(at, 'a', true)),
        flowOn('/stays.html', 'a:last-child', false),
      ],
      serve: { kind: 'static', folder: '.' },
      environment: {},
    },
    { logger },
  )
  lab = await Lab.open({ logger })
})
afterAll(async () => {
  await lab.close()
  await served.stop()
  await rm(folder, { recursive: true, force: true })
})

const nextPage = async (path: string): Promise<number> => {
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const { metrics } = await lab.load(served, { id: path, path, weight: 1 }, PROFILES.desktop)
    times.push(metrics['next-page-paint'] ?? Number.NaN)
  }
  return median(times)
}

it('the page that a flow leads to is painted sooner where it was asked for when the mouse came to its link', async () => {
  const [plain, moderate, immediate] = [
    await nextPage('/plain.html'),
    await nextPage('/moderate.html'),
    await nextPage('/immediate.html'),
  ]
  expect(plain).toBeGreaterThan(40)
  expect(moderate).toBeLessThan(plain * 0.9)
  expect(immediate).toBeLessThan(plain * 0.7)
})

it('a flow that stays on its page has no next one', async () => {
  const { metrics } = await lab.load(served, { id: 'stays', path: '/stays.html', weight: 1 }, PROFILES.desktop)
  expect(metrics['interaction-to-next-paint']).toBeGreaterThan(0)
  expect(metrics).not.toHaveProperty('next-page-paint')
})
