import { afterAll, beforeAll, expect, test } from 'vitest'
import { changed, realLab, replaced, type Site, shopSite, target } from '../../experiment/fixtures/real-site.js'
import { runExperiment } from '../../experiment/index.js'
import { runPostChecks } from './post.js'

let machine: Awaited<ReturnType<typeof realLab>>
let site: Site
beforeAll(async () => {
  ;[machine, site] = await Promise.all([realLab(), shopSite()])
})
afterAll(async () => machine.close())

/** A candidate up to where it would be clocked, and what the checks say of it: there is no time left for a block. */
async function checked(name: string, candidate: Site) {
  const { verdict, likeness, crawled } = await runExperiment({
    target,
    profiles: ['mobile'],
    arms: { baseline: await machine.build(`${name} before`, site), candidate: await machine.build(name, candidate) },
    lab: machine.lab,
    serve: machine.serve,
    criteria: [],
    rollbackTriggers: [],
    constraints: [],
    alpha: 0.002,
    maxBlocks: 4,
    deadline: 0,
    seed: name,
  })
  const tested = { views: likeness.length, crawled: crawled?.pages ?? 0, ownTests: 'none' } as const
  const names = ['functionality-regression-test', 'user-experience-validation'] as const
  const [functionality, experience] = runPostChecks(names, { verdict, tests: null, tested })
  return { functionality: functionality!, experience: experience! }
}

test('the undamaged shop has lost no function, and nothing that is seen or used', async () => {
  const { functionality, experience } = await checked('sound', replaced(site, 'main.js', /^/, '/* the same */\n'))
  expect(functionality).toMatchObject({ passed: true, evidence: expect.stringMatching(/^\d views of pages/) })
  expect(experience.evidence).not.toMatch(/(use|pixels|paint|text|accessible-tree) on home/)
})

test('a script that fails is a loss of function, and none that is seen', async () => {
  const { functionality, experience } = await checked(
    'throws',
    replaced(site, 'main.js', /$/, '\nthrow new Error("gone")'),
  )
  expect(functionality.passed).toBe(false)
  expect(functionality.evidence).toMatch(/console on home: .*gone/)
  expect(experience.evidence).not.toMatch(/(use|pixels|paint|text|accessible-tree) on home/)
})

test('a link that leads nowhere any more is a loss of function', async () => {
  const { functionality } = await checked('dead-link', changed(site, { 'about.html': null }))
  expect(functionality.passed).toBe(false)
  expect(functionality.evidence).toContain('crawl on /about.html')
})

test('hidden text and smaller links are a loss of experience', async () => {
  const hidden = replaced(site, 'style.css', /$/, '\nh2{opacity:0}main>a{line-height:10px;font-size:8px}')
  const { experience } = await checked('hidden', hidden)
  expect(experience.passed).toBe(false)
  expect(experience.evidence).toMatch(/use on home: text cannot be seen any more: “Lamp 1”/)
  expect(experience.evidence).toMatch(/“About us” is \d+ × \d+ px to tap instead/)
})
