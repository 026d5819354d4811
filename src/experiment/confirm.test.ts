import { expect, test } from 'vitest'
import type { PageSurvey } from '../model/observation.js'
import { confirmed } from './confirm.js'
import { ARMS, simulatedLab } from './fixtures/simulated-lab.js'
import { compareSurveys } from './guard.js'
import { type ExperimentLab, withServedArms } from './lab-port.js'

const PAGES = ['home', 'about'].map(id => ({ id, path: `/${id}`, weight: 1 }))

/** What each look at a page of an arm reads, by the number of the look. */
type Says = Readonly<Record<'baseline' | 'candidate', (page: string, look: number) => readonly string[]>>

/** Two looks at each page of both arms, compared, and confirmed by a lab in which pages say what they are told to. */
async function confirmedWith(says: Says) {
  const machine = await simulatedLab({ baseline: {}, candidate: {} }, { seed: 'confirm' })
  const looks = new Map<string, number>()
  return withServedArms(ARMS, machine.serve, 'baseline', async served => {
    const survey: ExperimentLab['survey'] = async (of, page, profile) => {
      const arm = of === served.baseline ? 'baseline' : 'candidate'
      const look = (looks.get(`${arm} ${page.id}`) ?? 0) + 1
      looks.set(`${arm} ${page.id}`, look)
      return { ...(await machine.lab.survey(of, page, profile)), text: says[arm](page.id, look) }
    }
    const lab = { ...machine.lab, survey }
    const twice = async (of: typeof served.baseline): Promise<PageSurvey[]> => {
      const profile = { id: 'mobile' } as Parameters<typeof survey>[2]
      return Promise.all(PAGES.flatMap(page => [survey(of, page, profile), survey(of, page, profile)]))
    }
    const surveys = { baseline: await twice(served.baseline), candidate: await twice(served.candidate) }
    const { breakages } = await confirmed(await compareSurveys(surveys), surveys, { lab, served, pages: PAGES })
    return { breakages, looks }
  })
}

const sound = () => ['Lamps']

test('pages that agree are not looked at again', async () => {
  const { breakages, looks } = await confirmedWith({ baseline: sound, candidate: sound })
  expect(breakages).toEqual([])
  expect([...looks.values()]).toEqual([2, 2, 2, 2])
})

test('what two looks showed by chance is gone in further ones', async () => {
  const banner = (page: string, look: number) => (page === 'home' && look > 3 ? ['Lamps', 'Cookies?'] : ['Lamps'])
  const { breakages, looks } = await confirmedWith({
    baseline: banner,
    candidate: (page, look) => (page === 'home' && look < 3 ? ['Lamps', 'Cookies?'] : banner(page, look)),
  })
  expect(breakages).toEqual([])
  expect(Object.fromEntries(looks)).toMatchObject({ 'baseline home': 6, 'candidate home': 6, 'candidate about': 2 })
})

test('what is broken stays so; where one place is, the others are told as they are', async () => {
  const { breakages, looks } = await confirmedWith({ baseline: sound, candidate: () => ['Error'] })
  expect(new Set(breakages.map(({ page }) => page))).toEqual(new Set(['home', 'about']))
  expect(looks.get('candidate about')).toBe(2)
})

test('what a page draws by lot is looked at more often before a line of it counts as lost', async () => {
  // Each look reads something of its own, and by chance the first six at one arm another offer than those at the other.
  const drawn = (offer: string) => (page: string, look: number) =>
    page === 'home' ? [`Lamp ${look}`, look > 6 ? 'Either offer' : offer] : ['Lamps']
  const { breakages, looks } = await confirmedWith({ baseline: drawn('Ten off'), candidate: drawn('Free lamp') })
  expect(breakages).toEqual([])
  expect(Object.fromEntries(looks)).toMatchObject({ 'baseline home': 10, 'candidate home': 10 })
})
