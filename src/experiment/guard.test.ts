import { beforeAll, describe, expect, test } from 'vitest'
import type { PageSurvey, RequestRecord } from '../model/observation.js'
import { drawShop } from './fixtures/pictures.js'
import { requestOf } from './fixtures/requests.js'
import { compareSurveys } from './guard.js'

let screenshotBase64: string
beforeAll(async () => {
  screenshotBase64 = (await drawShop({})).toString('base64')
})

const request = (url: string, status = 200, failure?: string): RequestRecord =>
  requestOf(url, { status, ...(failure !== undefined && { failure }) })

const survey = (overrides: Partial<PageSurvey> = {}): PageSurvey => ({
  page: 'home',
  profile: 'mobile',
  metrics: {},
  title: 'Lamps',
  requests: [request('/main.1a2b3c4d5e.js')],
  errors: [],
  images: [],
  coverage: [],
  links: [],
  text: ['Lamps for long evenings', 'Add to cart', 'Add to cart', 'Updated 10:41'],
  accessibleTree: ['heading "Lamps for long evenings"', '  image "A brass lamp"'],
  use: { unseenText: [], cutOffText: [], pictures: [], tapTargets: [], overflow: 0, shift: 0 },
  aspects: {},
  screenshotBase64,
  ...overrides,
})

const compare = (candidate: Partial<PageSurvey>, baseline: Partial<PageSurvey> = {}) =>
  compareSurveys({
    baseline: [survey(baseline), survey(baseline)],
    candidate: [survey(candidate), survey(candidate)],
  })

describe('harmless', () => {
  test.each<[string, Partial<PageSurvey>]>([
    ['nothing', {}],
    [
      'another hash in a file name, more chunks',
      { requests: [request('/main.99aabbccdd.js'), request('/vendors.0011223344.js')] },
    ],
    ['another time of day', { text: ['Lamps for long evenings', 'Add to cart', 'Add to cart', 'Updated 10:43'] }],
    [
      'another depth in the accessible tree',
      { accessibleTree: ['heading "Lamps for long evenings"', '      image "A brass lamp"'] },
    ],
    [
      'a request that the page itself gave up',
      { requests: [request('/main.1a2b3c4d5e.js'), request('/x.js', 0, 'net::ERR_ABORTED')] },
    ],
  ])('%s', async (_, candidate) => {
    const { breakages, visualScore } = await compare(candidate)
    expect(breakages).toEqual([])
    expect(visualScore).toBe(1)
  })

  test('an error of both versions that names a file of the build', async () => {
    const error = (hash: string) => [`Uncaught Error: no provider (/assets/index-${hash}.js)`]
    const failing = (hash: string) => ({ errors: error(hash), requests: [request(`/assets/app-${hash}.js`, 404)] })
    expect((await compare(failing('DiwrgTda'), failing('Bx7Kq3f9'))).breakages).toEqual([])
    expect((await compare(failing('DiwrgTda'))).breakages).toHaveLength(2)
  })

  test('what was broken before', async () => {
    const same = { errors: ['Uncaught TypeError: x'], requests: [request('/gone.js', 404)] }
    expect((await compare(same, same)).breakages).toEqual([])
  })
})

describe('broken', () => {
  test.each<[string, string, Partial<PageSurvey>]>([
    ['console', 'a new error', { errors: ['Uncaught ReferenceError: flatpickr is not defined'] }],
    ['requests', 'a chunk that is not there', { requests: [request('/main.1a2b3c4d5e.js'), request('/lazy.js', 404)] }],
    ['requests', 'a host the original does not ask', { requests: [request('https://cdn.example/a.js', 200)] }],
    [
      'requests',
      'a script that is answered by an error, which the browser calls aborted',
      { requests: [request('/main.1a2b3c4d5e.js'), request('/gone.js', 404, 'net::ERR_ABORTED')] },
    ],
    ['text', 'a line missing', { text: ['Lamps for long evenings', 'Add to cart', 'Add to cart'] }],
    ['text', 'one of two equal lines missing', { text: ['Lamps for long evenings', 'Add to cart', 'Updated 10:41'] }],
    [
      'text',
      'a line that was hidden before',
      { text: ['Lamps for long evenings', 'Add to cart', 'Add to cart', 'Updated 10:41', 'Loading…'] },
    ],
    ['text', 'another title', { title: 'Error' }],
    [
      'accessible-tree',
      'a picture without its text',
      { accessibleTree: ['heading "Lamps for long evenings"', '  image ""'] },
    ],
  ])('%s: %s', async (check, _, candidate) => {
    const { breakages } = await compare(candidate)
    expect(breakages.map(b => b.check)).toContain(check)
  })

  test('lines are told as people write them', async () => {
    const { breakages } = await compare({
      text: [],
      accessibleTree: ['heading "Lamps for long evenings"', '  image ""'],
    })
    expect(breakages.map(({ message }) => message)).toEqual([
      'missing “Lamps for long evenings” and 2 more',
      'missing image “A brass lamp”; new image without a name',
    ])
  })

  test('an error in one of the two looks is enough', async () => {
    const { breakages } = await compareSurveys({
      baseline: [survey(), survey()],
      candidate: [survey(), survey({ errors: ['Uncaught Error: sometimes'] })],
    })
    expect(breakages).toMatchObject([{ check: 'console', page: 'home' }])
  })

  test('a line that comes and goes in the baseline is masked', async () => {
    const { breakages } = await compareSurveys({
      baseline: [
        survey({ text: ['Lamps', 'Ann is looking at this'] }),
        survey({ text: ['Lamps', 'Bob is looking at this'] }),
      ],
      candidate: [
        survey({ text: ['Lamps', 'Cat is looking at this'] }),
        survey({ text: ['Lamps', 'Dan is looking at this'] }),
      ],
    })
    expect(breakages).toEqual([])
  })
})

test('a page that was not surveyed in the candidate is an error, never a pass', async () => {
  await expect(compareSurveys({ baseline: [survey(), survey()], candidate: [survey()] })).rejects.toThrow(
    /not surveyed often enough/,
  )
})
