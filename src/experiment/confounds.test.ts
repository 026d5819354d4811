import { expect, test } from 'vitest'
import type { PageLoad } from '../model/observation.js'
import { compareBlockedHosts } from './confounds.js'

const load = (...hosts: readonly string[]) =>
  ({
    page: 'home',
    profile: 'mobile',
    requests: hosts.map(host => ({ url: `https://${host}/x.js`, failure: 'blocked: another host' })),
  }) as unknown as PageLoad

test('a host that one arm always asks and the other never voids the comparison; one that comes and goes does not', () => {
  const always = Array.from({ length: 4 }, () => ({ baseline: load(), candidate: load('ads.example') }))
  expect(compareBlockedHosts(always)).toMatchObject([
    { check: 'confound', page: 'home', message: expect.stringMatching(/^ads\.example is asked/) },
  ])
  expect(compareBlockedHosts(always.slice(0, 3))).toEqual([])
  expect(compareBlockedHosts([...always, { baseline: load(), candidate: load() }])).toEqual([])
  expect(compareBlockedHosts([...always, { baseline: load('ads.example'), candidate: load() }])).toEqual([])
})
