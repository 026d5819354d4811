import { expect, it } from 'vitest'
import type { Observation } from '../model/observation.js'
import { caveatsOf, uncountedOf } from './caveats.js'

const BLOCKED = 'blocked: not loopback'
const request = (url: string, kind: string, failure?: string) => ({ url, kind, ...(failure && { failure }) })

const seen = (requests: readonly object[], errors: readonly string[] = []): Pick<Observation, 'pages'> =>
  ({ pages: [{ page: { id: 'home' }, survey: { requests, errors } }] }) as unknown as Observation

it('says which hosts were blocked, once for each request, and what visitors would have had of them', () => {
  const requests = [
    request('/main.js', 'script'),
    request('https://fonts.example/a.css', 'stylesheet', BLOCKED),
    request('https://fonts.example/a.css', 'stylesheet', BLOCKED),
    request('https://cdn.example/b.js', 'script', BLOCKED),
  ]
  expect(caveatsOf(seen(requests))).toEqual([
    '2 requests to other hosts were blocked (fonts.example, cdn.example): their styles, scripts are missing in what was measured, and what these scripts do is not tested for what breaks; `--allow-host fonts.example --allow-host cdn.example` lets them in.',
  ])
  const many = Array.from({ length: 9 }, (_, i) => request(`https://h${i}.example/x.png`, 'image', BLOCKED))
  expect(caveatsOf(seen(many))).toEqual([
    expect.stringMatching(/measured; `--allow-host`, once for each, lets them in/),
  ])
})

it('tells hosts that were allowed and did not answer from those that were blocked', () => {
  expect(caveatsOf(seen([request('https://cdn.example/b.png', 'image', 'net::ERR_NAME_NOT_RESOLVED')]))).toEqual([
    '1 request to other hosts did not come (cdn.example): their pictures are missing in what was measured; the hosts were allowed, and did not answer.',
  ])
})

it('names an error of the unchanged system', () => {
  expect(caveatsOf(seen([], ['ReferenceError: bootstrap is not defined', 'x']))).toEqual([
    'The unchanged system has errors too, on home: ReferenceError: bootstrap is not defined (and 1 more). They are no reason to reject a change.',
  ])
  const [, error] = caveatsOf(seen([request('https://cdn.example/b.js', 'script', BLOCKED)], ['x']))
  expect(error).toContain('Scripts that were blocked may be why.')
})

it('says nothing of a page that brings everything itself', () => {
  expect(caveatsOf(seen([request('/gone.png', 'image', 'net::ERR_FAILED'), request('/main.js', 'script')]))).toEqual([])
})

it('names documents of which the browser told no bytes', () => {
  const document = (more: object) => ({ ...request('/', 'document'), transferSize: 0, decodedSize: 900, ...more })
  expect(uncountedOf(seen([document({})]))).toEqual([
    expect.stringContaining('The bytes of home itself are not counted'),
  ])
  for (const counted of [document({ transferSize: 300 }), document({ fromCache: true }), document({ kind: 'script' })])
    expect(uncountedOf(seen([counted]))).toEqual([])
})
