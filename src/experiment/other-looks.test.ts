import { expect, it } from 'vitest'
import type { LookKind } from '../model/page-look.js'
import { ARMS, simulatedLab } from './fixtures/simulated-lab.js'
import type { ExperimentLab, ServedArm } from './lab-port.js'
import { firstLooks, otherLooks } from './other-looks.js'

const pages = [
  { id: 'home', path: '/', weight: 1 },
  { id: 'product', path: '/product', weight: 1 },
]

/** A lab that counts looks, and shows by the kind what an arm says. */
const counting = async (shows: (arm: 'baseline' | 'candidate', page: string, kind: LookKind) => string) => {
  const machine = await simulatedLab({}, { seed: 'machine' })
  const [baseline, candidate] = [await machine.serve(ARMS.baseline), await machine.serve(ARMS.candidate)]
  const taken = { baseline: [] as string[], candidate: [] as string[] }
  const lab: ExperimentLab = {
    ...machine.lab,
    look: async (served: ServedArm, page, profile, kind, { later = 0 } = {}) => {
      const arm = served === baseline ? 'baseline' : 'candidate'
      taken[arm].push(`${page.id} ${kind} ${profile.id}${later > 0 ? ' later' : ''}`)
      const states = [{ after: 'looking', lines: { text: [shows(arm, page.id, kind)] } }]
      return { kind, page: page.id, profile: profile.id, states }
    },
  }
  return { lab, served: { baseline, candidate }, taken }
}

it('does not look at the baseline again where its first looks are known and the candidate shows the same', async () => {
  const { lab, served, taken } = await counting((_, page, kind) => `${page} ${kind}`)
  const known = await firstLooks({ lab, served: served.baseline, pages })
  const first = taken.baseline.splice(0)
  expect(await otherLooks({ lab, served, pages, known })).toEqual([])
  expect(taken.baseline).toEqual([])
  expect(taken.candidate.toSorted()).toEqual(first.toSorted())
  expect(await otherLooks({ lab, served, pages })).toEqual([])
  expect(taken.baseline.toSorted()).toEqual(first.toSorted())
})

it('looks at both arms again, side by side, where the candidate shows something else than was known', async () => {
  const { lab, served, taken } = await counting((arm, page, kind) =>
    arm === 'candidate' && page === 'product' && kind === 'by-keyboard' ? 'gone' : `${page} ${kind}`,
  )
  const known = await firstLooks({ lab, served: served.baseline, pages })
  taken.baseline.length = 0
  const found = await otherLooks({ lab, served, pages, known })
  expect(new Set(found.map(({ check, page }) => `${check} ${page}`))).toEqual(new Set(['by-keyboard product']))
  expect(new Set(taken.baseline)).toEqual(new Set(['product by-keyboard desktop later']))
  expect(taken.candidate.filter(look => look.endsWith('later'))).toHaveLength(taken.baseline.length)
})

it('takes what the page has become since for no doing of the candidate’s', async () => {
  let day = 'Monday'
  const { lab, served } = await counting(() => day)
  const known = await firstLooks({ lab, served: served.baseline, pages })
  day = 'Tuesday'
  expect(await otherLooks({ lab, served, pages, known })).toEqual([])
})
