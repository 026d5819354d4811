import picocolors from 'picocolors'
import { expect, it } from 'vitest'
import { brokenProving, proving } from '../report/fixtures/proving.js'
import { provingText } from './proving-text.js'

const plain = picocolors.createColors(false)

it('says on lines of the terminal’s width what is shown, and of what', async () => {
  const text = provingText(await proving(), plain, 80)
  expect(text).toMatch(/^\n✔ Better, and nothing is broken\n {2}smaller-hero \(f9e8d7c6b5a4\) against main/)
  expect(text).toContain('Before and after\n')
  expect(text.split('\n').filter(line => [...line].length > 80)).toEqual([])
})

it('names what is lost, and what was not so', async () => {
  const text = provingText(await brokenProving(), plain, 80)
  for (const part of [
    '✖ Broken\n',
    '  ✖ home (requests): /gone.js answers 404',
    '  ! error-rate not worse: not so. 0 → 1 on home',
    '6 views compared',
  ])
    expect(text).toContain(part)
})

it('where something is broken, says that nothing was timed, and nothing of what was not waited for', async () => {
  const text = provingText(await brokenProving(), plain, 80)
  expect(text).toContain('nothing was timed: what is broken decided it')
  expect(text).not.toContain('FCP at most 5 % worse')
})

it('names the budget that would decide it, where that is a matter of time', async () => {
  const open = { outcome: 'inconclusive', wouldTake: 'about 32 blocks at this spread' } as const
  const text = provingText(await proving({ outcome: 'undecided', budgetToDecide: 371_000 }, open), plain, 80)
  expect(text).toContain('To decide it: about 32 blocks at this spread (`--budget 8m`).')
  expect(text).toContain('Before and after\nNot decided: these are the figures so far, and no result.')
  expect(provingText(await proving({ outcome: 'undecided' }, open), plain, 80)).not.toContain('--budget')
})
