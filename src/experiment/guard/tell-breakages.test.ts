import { expect, test } from 'vitest'
import type { PageSurvey, RequestRecord } from '../../model/observation.js'
import { type Sighting, tellBreakages } from './tell-breakages.js'

const told = (found: readonly Sighting[], surveys: Parameters<typeof tellBreakages>[1] = NONE) =>
  tellBreakages(found, surveys).map(({ check, message }) => `${check}: ${message}`)

const NONE = { baseline: [], candidate: [] }

const seen = (check: Sighting['check'], message: string, profile?: Sighting['profile']): Sighting => ({
  check,
  page: 'home',
  message,
  ...(profile && { profile }),
})

test('what is seen under several profiles is told once; what differs between them, or was seen under none, is not lost', () => {
  const found = [
    seen('use', 'text is cut off: “Buy”', 'mobile'),
    seen('use', 'the page is 9 px wider than the screen', 'mobile'),
    seen('use', 'text is cut off: “Buy”', 'desktop'),
    seen('tests', 'the project’s own tests do not pass any more'),
  ]
  expect(told(found)).toEqual([
    'tests: the project’s own tests do not pass any more',
    'use: text is cut off: “Buy” (mobile, desktop)',
    'use: the page is 9 px wider than the screen (mobile)',
  ])
})

test('pages are told each by itself', () => {
  const gone = seen('text', 'missing “Buy”', 'mobile')
  expect(told([gone, { ...gone, page: 'about' }])).toHaveLength(2)
})

test('causes come first, then what a person misses, and last the pixels', () => {
  const checks = ['pixels', 'tried', 'head', 'use', 'pictures', 'text', 'console', 'requests'] as const
  const found = checks.map(check => seen(check, check, 'mobile'))
  expect(tellBreakages(found, NONE).map(({ check }) => check)).toEqual([
    'console',
    'requests',
    'text',
    'pictures',
    'use',
    'head',
    'tried',
    'pixels',
  ])
})

const STYLES = { url: '/css/styles.css', kind: 'stylesheet', status: 200 } as RequestRecord
const survey = (page: string, requests: RequestRecord[]) =>
  ({ page, profile: 'mobile', requests }) as unknown as PageSurvey
const unstyled = {
  baseline: ['home', 'about'].flatMap(page => [survey(page, [STYLES]), survey(page, [STYLES])]),
  candidate: ['home', 'about'].flatMap(page => [survey(page, []), survey(page, [])]),
}

test('where something is broken, a file that is not asked for any more is named at the head, as an explanation', () => {
  expect(tellBreakages([seen('text', 'missing “Buy”', 'mobile')], unstyled)).toEqual([
    {
      check: 'requests',
      page: 'home',
      message: 'the stylesheet /css/styles.css is not asked for any more (mobile)',
      explains: true,
    },
    { check: 'text', page: 'home', message: 'missing “Buy” (mobile)' },
  ])
})

test('of pictures nothing is told where more of them stand in the code now', () => {
  const logo = { url: '/assets/logo.jpg', kind: 'image', status: 200 } as RequestRecord
  const arm = (requests: RequestRecord[], inlined: number) => {
    const look = { ...survey('home', requests), inlinedImages: Array(inlined).fill({}) } as PageSurvey
    return [look, look]
  }
  const found = [seen('text', 'missing “Buy”', 'mobile')]
  expect(told(found, { baseline: arm([logo], 0), candidate: arm([], 1) })).toHaveLength(1)
  expect(told(found, { baseline: arm([logo], 1), candidate: arm([], 1) })).toHaveLength(2)
})

test('where nothing is broken, nothing is told of it', () => {
  expect(tellBreakages([], unstyled)).toEqual([])
  expect(told([seen('confound', 'nearly all of it differs', 'mobile')], unstyled)).toHaveLength(1)
})
