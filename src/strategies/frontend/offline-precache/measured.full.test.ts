import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Lab } from '../../../instruments/lab/index.js'
import { type ServedArm, serveArm } from '../../../instruments/serving/index.js'
import type { PageLoad } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import type { ContractCase } from '../../contract-case.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { pageOf } from '../../fixtures/observed.js'
import { actuator } from './actuator.js'
import { PROJECTS, servedCase } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const PAGE = { id: 'home', path: '/', weight: 1, view: 'repeat' as const }

/** As services serve files by default: to be asked for again each time, and answered by 304. */
const SERVER = `import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname } from 'node:path'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
createServer(async (request, response) => {
  const path = new URL(request.url, 'http://x').pathname
  try {
    const body = await readFile('dist' + (path === '/' ? '/index.html' : path))
    const etag = '"' + createHash('sha256').update(body).digest('hex') + '"'
    response.setHeader('cache-control', 'public, max-age=0')
    response.setHeader('etag', etag)
    response.setHeader('content-type', TYPES[extname(path)] ?? 'text/html')
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
    else response.end(body)
  } catch {
    response.writeHead(404).end()
  }
}).listen(process.env.PORT, process.env.HOST)
`

/** A page that is painted once its style sheet has come. */
const STYLED = {
  'src/entry.js': "import './site.css'\ndocument.documentElement.dataset.ran = 'yes'\n",
  'src/site.css': 'h1 { color: #123456 }\n',
}

let folder: string
let lab: Lab
let made: ContractCase
let served: ServedArm
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-measured-worker-'))
  made = await servedCase('vite', folder, { 'serve.mjs': SERVER, ...STYLED })
  served = await serveArm(made.baseline, made.target, { logger })
  lab = await Lab.open({ logger })
})
afterAll(async () => {
  await lab?.close()
  await served?.stop()
  await rm(folder, { recursive: true, force: true })
})

const ofBuild = ({ requests }: PageLoad) => requests.filter(({ url }) => url.startsWith('/assets/'))

it('what is measured of a service that has everything asked for again is what the worker changes', async () => {
  const survey = await lab.survey(served, PAGE, PROFILES.mobile)
  const load = await lab.load(served, PAGE, PROFILES.mobile)
  expect(ofBuild(load)).toMatchObject([
    { fromCache: false, status: 200 },
    { fromCache: false, status: 200 },
  ])

  const observed = { ...pageOf('/', [], { metrics: load.metrics, survey }), page: PAGE, loads: [load] }
  const observation = { ...made.observation, pages: [observed] }
  const context = contextOf(strategy, { ...made, observation })
  const workspace = folderWorkspace(folder)
  const { candidates, findings, refusals } = await actuator.propose(context, workspace)
  expect(refusals).toEqual([])
  expect(findings[0]?.message).toContain('2 files are asked for again')
  expect(candidates[0]!.predicted['cache-hit-rate']).toBeGreaterThan(0)
  await actuator.apply(candidates[0]!, context, workspace)
  await promisify(execFile)(process.execPath, [...PROJECTS.vite.command], { cwd: folder })

  const after = await lab.survey(served, PAGE, PROFILES.mobile)
  expect(after.metrics['cache-hit-rate']).toBeGreaterThan(survey.metrics['cache-hit-rate']!)
  expect(after.errors).toEqual([])
  expect(after.requests.filter(({ status, failure }) => status >= 400 || failure !== undefined)).toEqual([])
  expect(after.aspects.kept).toEqual(['service worker for /'])
  const repeated = await lab.load(served, PAGE, PROFILES.mobile)
  expect(ofBuild(repeated)).toMatchObject([
    { fromCache: true, transferSize: 0 },
    { fromCache: true, transferSize: 0 },
  ])
  expect(repeated.requests[0]).toMatchObject({ kind: 'document', fromCache: false, status: 200 })
}, 120_000)
