import { expect, it } from 'vitest'
import { candidate, report, verdict } from './fixtures/report.js'
import { renderMarkdown } from './markdown/render-markdown.js'
import { sameReasons } from './same-reason.js'
import { triesOf } from './tries.js'

const WHY = 'The budget ended first. Open: First Contentful Paint on home, mobile.'

/** A report whose changes all came to the same: as one, or each by itself. */
async function undecided(together: readonly string[] | undefined) {
  const full = await report()
  full.session.results = full.session.results.map((result, at) => ({
    ...result,
    execution: {
      ...result.execution,
      trials: result.execution.trials.slice(0, 1).map(trial => ({
        ...trial,
        candidate: { ...candidate(`change-${at}`, `Change ${at}, told at length`), shortTitle: `Change ${at}` },
        commit: null,
        verdict: verdict({ outcome: 'inconclusive', reason: WHY, judgements: [], ...(together && { together }) }),
      })),
    },
  }))
  return full
}

it('of changes that were to be proved as one, the first tells why they were not', async () => {
  const full = await undecided([])
  const tries = triesOf(full)
  expect(tries.length).toBeGreaterThan(2)
  const same = sameReasons(tries)
  expect(tries.map(({ id }) => same.get(id))).toEqual([
    undefined,
    ...tries.slice(1).map(() => 'For the same reason as “Change 0”: they were to be proved as one.'),
  ])
  expect(renderMarkdown(full).split('Open: First Contentful Paint')).toHaveLength(2)
})

it('changes that came to the same by themselves each say so', async () => {
  expect(sameReasons(triesOf(await undecided(undefined))).size).toBe(0)
})
