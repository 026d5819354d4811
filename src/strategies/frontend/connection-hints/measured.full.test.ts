import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveFolder } from '../../../instruments/lab/fixtures/serve-folder.js'
import { Lab } from '../../../instruments/lab/lab.js'
import type { PageLoad, PageSurvey } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { observationOf, pageOf } from '../../fixtures/observed.js'
import { staticSite, writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { pageWith } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const home = { id: '/', path: '/', weight: 1 }

/** Modules of which each names the next, and the last shows the page's text. */
const SITE: Readonly<Record<string, string>> = {
  'index.html': pageWith('    <script type="module" src="js/0.js"></script>\n', '    <main id="main"></main>\n'),
  'site.css': 'main { color: rgb(0, 0, 255) }\n',
  ...Object.fromEntries([0, 1, 2, 3, 4].map(at => [`js/${at}.js`, `import './${at + 1}.js'\n`])),
  'js/5.js': "document.querySelector('#main').textContent = 'Lamps for every room'\n",
}

let folder: string
let lab: Lab
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-modules-'))
  await writeSite(folder, SITE)
  lab = await Lab.open({ logger })
})
afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

const measured = async (): Promise<{ loads: readonly PageLoad[]; survey: PageSurvey }> => {
  const served = await serveFolder(folder, logger)
  try {
    const survey = await lab.survey(served, home, PROFILES.mobile)
    return {
      survey,
      loads: [await lab.load(served, home, PROFILES.mobile), await lab.load(served, home, PROFILES.mobile)],
    }
  } finally {
    await served.stop()
  }
}

it('modules that are asked for ahead come at once, each only once, and the page is painted as much sooner as was predicted', async () => {
  const { loads, survey } = await measured()
  const context = contextOf(strategy, staticSite(folder, observationOf([pageOf('/', loads, { page: home, survey })])))
  const workspace = folderWorkspace(folder)
  const { candidates } = await actuator.propose(context, workspace)
  const [candidate] = candidates
  expect(candidate).toMatchObject({ id: 'module-preload' })
  await actuator.apply(candidate!, context, workspace)
  const after = await measured()
  const paint = ({ metrics }: PageLoad): number => metrics['first-contentful-paint'] ?? 0
  const change = (paint(after.loads[1]!) / paint(loads[1]!) - 1) * 100
  expect(candidate!.predicted['first-contentful-paint']).toBeLessThan(-25)
  expect(change).toBeLessThan(-25)
  expect(Math.abs(change - candidate!.predicted['first-contentful-paint']!)).toBeLessThan(20)
  const scripts = after.loads[1]!.requests.filter(({ kind }) => kind === 'script').map(({ url }) => url)
  expect(scripts.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map(at => `/js/${at}.js`))
  expect(after.survey.text).toEqual(survey.text)
})
