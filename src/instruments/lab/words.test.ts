import { describe, expect, it } from 'vitest'
import { accessibleLines } from './accessible-tree.js'
import { normalizeError } from './error-recorder.js'
import { safeLinks } from './links.js'
import { searchReadiness, withLcpCheck } from './search-readiness.js'
import { logNormalScore, userExperience } from './user-experience.js'

describe('normalizeError', () => {
  it.each([
    ['GET https://127.0.0.1:40123/a.js failed', 'GET /a.js failed'],
    ['connect to localhost:5432 refused', 'connect to localhost refused'],
    ['at 2024-05-01T10:11:12.123Z and 10:11:12 PM', 'at <time> and <time>'],
    ['took 12.5 ms at 1714558272123', 'took <duration> at <time>'],
    ['job 3f2b8c1e-1111-4222-8333-abcdefabcdef lost', 'job <id> lost'],
    ['item 42 of 2024 is missing', 'item 42 of 2024 is missing'],
  ])('%s', (message, expected) => expect(normalizeError(message)).toBe(expected))
})

describe('safeLinks', () => {
  const origin = 'https://127.0.0.1:4000'
  it('keeps the own pages that only show something', () => {
    const urls = [
      '/',
      '/shop?page=2',
      '/logout',
      '/sign-out',
      '/cart/add?id=1',
      '/items/3/delete',
      '/shop?page=2',
      '/blog/login-page',
    ]
    const links = [
      ...urls.map(path => ({ url: origin + path, label: 'x' })),
      { url: 'https://elsewhere.example/', label: 'x' },
    ]
    expect(safeLinks(links, [origin])).toEqual(['/', '/shop?page=2', '/blog/login-page'])
  })
  it('knows the other name of a site that somebody else started', () => {
    const links = ['http://localhost:3000/a', 'http://localhost:30001/b', `${origin}/c`].map(url => ({
      url,
      label: 'x',
    }))
    expect(safeLinks(links, [origin, 'http://localhost:3000'])).toEqual(['/a', '/c'])
  })
  it('reads labels too', () => {
    expect(safeLinks([{ url: `${origin}/x/1`, label: 'Delete' }], [origin])).toEqual([])
  })
})

it('accessibleLines leaves out what is ignored or says nothing, and keeps what is below it', () => {
  const node = (
    nodeId: string,
    role: string,
    name: string,
    childIds: string[],
    parentId?: string,
    ignored = false,
  ) => ({
    nodeId,
    ignored,
    role: { type: 'role' as const, value: role },
    name: { type: 'computedString' as const, value: name },
    childIds,
    ...(parentId === undefined ? {} : { parentId }),
  })
  const lines = accessibleLines([
    node('1', 'RootWebArea', 'Shop', ['2']),
    node('2', 'generic', '', ['3'], '1', true),
    node('3', 'navigation', 'Main', ['4'], '2'),
    node('4', 'link', 'Say "hi"', [], '3'),
  ])
  expect(lines).toEqual(['navigation "Main"', '  link "Say \\"hi\\""'])
})

it('scores vitals on curves through 0.9 and 0.5', () => {
  expect(logNormalScore({ p10: 2_500, median: 4_000 }, 2_500)).toBeCloseTo(0.9, 6)
  expect(logNormalScore({ p10: 2_500, median: 4_000 }, 4_000)).toBeCloseTo(0.5, 6)
  const medians = {
    'first-contentful-paint': 3_000,
    'largest-contentful-paint': 4_000,
    'total-blocking-time': 600,
    'cumulative-layout-shift': 0.25,
  }
  expect(userExperience(medians, 'mobile')).toBeCloseTo(0.5, 6)
  expect(userExperience({ ...medians, 'cumulative-layout-shift': 0 }, 'mobile')).toBeCloseTo(0.625, 6)
  expect(userExperience({}, 'mobile')).toBeNull()
})

it('search readiness is the share of checks passed, LCP the eighth', () => {
  const checks = {
    title: true,
    description: false,
    language: true,
    viewport: true,
    crawlableLinks: true,
    imageAlternatives: true,
  }
  expect(searchReadiness(checks, 200)).toBeCloseTo(6 / 7)
  expect(searchReadiness(checks, 200, 3_000)).toBeCloseTo(6 / 8)
  expect(withLcpCheck(searchReadiness(checks, 200), 3_000)).toBeCloseTo(searchReadiness(checks, 200, 3_000))
  expect(withLcpCheck(searchReadiness(checks, 200), 1_000)).toBeCloseTo(searchReadiness(checks, 200, 1_000))
})
