import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { observationOf, pageOf } from '../../fixtures/observed.js'
import { load, makeContractCases, SITE } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

/** The small site of the contract, seen as measured or as the test says. */
async function site(loads?: Parameters<typeof pageOf>[1]) {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-example-strategy-'))
  folders.push(folder)
  const made = await makeContractCases.static!(folder)
  const observation = loads ? observationOf([pageOf('/', loads)]) : made.observation
  return { context: contextOf(strategy, { ...made, observation }), workspace: folderWorkspace(folder) }
}

// What every strategy must keep is in test/strategies.contract.test.ts; here is what this one does.
describe('text that waits for its font', () => {
  it('is shown at once, and nothing else of the style sheet changes', async () => {
    const { context, workspace } = await site()
    const { candidates } = await strategy.actuator.propose(context, workspace)
    expect(candidates).toMatchObject([{ id: 'show-text-at-once', predicted: { 'largest-contentful-paint': -51.2 } }])
    await strategy.actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('site.css')).toBe(
      SITE['site.css']!.replace("format('woff2');", "format('woff2');\n  font-display: swap;"),
    )
  })

  it('is shown at once also where the browser would give up waiting before the font has come', async () => {
    const { context, workspace } = await site([load({ start: 1000, end: 3600 }, 2000)])
    expect((await strategy.actuator.propose(context, workspace)).candidates).toHaveLength(1)
  })

  it('is left alone where the largest element is no text or did not wait, or waited little, with the reason', async () => {
    for (const [loads, reason] of [
      [[load({ start: 1200, end: 2400 }, 1100)], 'shown before'],
      [[load({ start: 1000, end: 1900 }, 2000, 'image')], 'is no text'],
      [[load({ start: 1960, end: 1990 }, 2000)], 'waited 40 ms'],
    ] as const) {
      const { context, workspace } = await site(loads)
      const { candidates, refusals } = await strategy.actuator.propose(context, workspace)
      expect(candidates).toEqual([])
      expect(refusals).toEqual([{ subject: '/fonts/text.woff2 on /', reason: expect.stringContaining(reason) }])
    }
  })

  it('is left alone where the rule says itself what to do', async () => {
    const { context, workspace } = await site()
    await workspace.write('site.css', SITE['site.css']!.replace('src:', 'font-display: block;\n  src:'))
    const { candidates, refusals } = await strategy.actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals.map(({ reason }) => reason)).toEqual([expect.stringContaining('without a font-display')])
  })
})
