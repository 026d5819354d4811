import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { BundleObservation, Observation, RequestRecord } from '../../../model/observation.js'
import type { TargetSystem } from '../../../model/target.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { observationOf } from '../../fixtures/observed.js'
import { staticSite, writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { configurationSchema, type ServiceWorkerPrecache } from './configuration.js'
import { observed, PAGE } from './fixtures/contract-case.js'
import { hashedNames } from './hashed-names.js'
import { strategy } from './index.js'
import { REGISTRATION, WORKER } from './worker-text.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const BUILT = PAGE.replace('</head>', '<script type="module" src="/assets/index-DiwrgT4a.js"></script></head>')
const FILES = {
  'package.json': '{"name": "site"}',
  'index.html': PAGE,
  'public/robots.txt': 'User-agent: *\n',
  'src/entry.js': 'let a\n',
  'dist/index.html': BUILT,
  'dist/robots.txt': 'User-agent: *\n',
  'dist/assets/index-DiwrgT4a.js': 'let a',
}

interface Options {
  readonly files?: Readonly<Record<string, string>>
  readonly configuration?: Partial<ServiceWorkerPrecache>
  readonly target?: Partial<TargetSystem>
  /** Of the script. */
  readonly request?: Partial<RequestRecord>
  readonly bundler?: BundleObservation['bundler']
  readonly page?: (page: Observation['pages'][number]) => Observation['pages'][number]
}

/** A project as Vite has built it, with a service that has everything asked for again. */
const project = async ({
  files = {},
  configuration = {},
  target = {},
  request = {},
  bundler = 'vite',
  page = one => one,
}: Options = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-worker-'))
  folders.push(folder)
  await writeSite(folder, { ...FILES, ...files })
  const view = page(await observed(join(folder, 'dist'), request))
  const site = staticSite(folder, observationOf([view]))
  const stock = contextOf(strategy, {
    ...site,
    target: {
      ...site.target,
      build: { command: 'vite build', output: 'dist' },
      serve: { kind: 'process', command: 'node serve.mjs', readyPath: '/' },
      ...target,
    },
    observation: { ...site.observation, bundle: { bundler } as BundleObservation },
  })
  return {
    context: { ...stock, configuration: { ...stock.configuration, worker: 'on' as const, ...configuration } },
    workspace: folderWorkspace(folder),
  }
}

const proposalFor = async (o: Options = {}) => {
  const { context, workspace } = await project(o)
  return actuator.propose(context, workspace)
}

describe('hashed files that a service has asked for again', () => {
  it('are kept by a worker that the page asks for: two files, and a tag at the end of its head', async () => {
    const { context, workspace } = await project()
    const { candidates, findings, refusals } = await actuator.propose(context, workspace)
    expect(refusals).toEqual([])
    expect(findings[0]!.message).toContain('1 file is asked for again')
    expect(candidates).toHaveLength(1)
    expect(candidates[0]!.predicted).toEqual({ 'cache-hit-rate': 100, 'first-contentful-paint': -33.3 })
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('index.html')).toBe(
      PAGE.replace('  </head>', `    <script src="/${REGISTRATION}" async></script>\n  </head>`),
    )
    const worker = await workspace.readText(`public/${WORKER}`)
    expect(gzipSync(worker).length).toBeLessThan(2000)
    expect(worker).toContain('const FOLDERS = ["assets/"]')
    expect(worker).toContain(`const LISTED = ["${REGISTRATION}"]`)
    expect(await workspace.readText(`public/${REGISTRATION}`)).toContain(`new URL('${WORKER}'`)
  })

  it('are only told of where nobody asked for a worker: the key is named', async () => {
    const { candidates, findings, refusals } = await proposalFor({ configuration: { worker: 'off' } })
    expect(candidates).toEqual([])
    expect(findings[0]!.message).toContain('immutable` from the server gains the same')
    expect(refusals[0]!.reason).toContain('`worker` is `off`')
  })

  it('are kept with what the configuration names, in a worker of another version', async () => {
    const texts: string[] = []
    for (const configuration of [{}, { keep: ['/fonts/'], mostFiles: 7, largestPicture: 0 }]) {
      const { context, workspace } = await project({ configuration })
      const [candidate] = (await actuator.propose(context, workspace)).candidates
      await actuator.apply(candidate!, context, workspace)
      texts.push(await workspace.readText(`public/${WORKER}`))
    }
    expect(texts[1]).toContain(`const LISTED = ["${REGISTRATION}","fonts/"]\nconst MOST_FILES = 7\n`)
    expect(texts[1]).not.toContain('webp')
    const versions = texts.map(text => /const CACHE = .*/.exec(text)![0])
    expect(versions[0]).not.toBe(versions[1])
  })

  it('are not kept where the project has become another one since', async () => {
    const { context, workspace } = await project()
    const [candidate] = (await actuator.propose(context, workspace)).candidates
    await workspace.write('src/other.js', "navigator.serviceWorker.register('/mine.js')")
    await expect(actuator.apply(candidate!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    expect(await workspace.exists(`public/${WORKER}`)).toBe(false)
  })
})

describe('a site is left alone', () => {
  const withMeta = (policy: string): Record<string, string> => ({
    'index.html': PAGE.replace('<title>', `<meta http-equiv="Content-Security-Policy" content="${policy}"><title>`),
  })
  const cases: [string, Options, RegExp][] = [
    [
      'that the lab serves',
      { target: { serve: { kind: 'static', folder: 'dist' } } },
      /lets browsers keep hashed ones/,
    ],
    ['whose first visits alone are measured', { page: page => ({ ...page, loads: [] }) }, /view: 'repeat'/],
    ['whose files browsers keep', { request: { fromCache: true } }, /they do: a worker gains nothing/],
    ['whose files must not be stored', { request: { cacheControl: 'no-store' } }, /must not be stored/],
    [
      'without hashes',
      { files: { 'dist/assets/index-DiwrgT4a.js': 'let a' }, request: { url: '/assets/main.js' } },
      /no file of the build .* has a hash/,
    ],
    ['that answers with other files than were built', { request: { decodedSize: 4711 } }, /no file of the build/],
    [
      'whose pages are not those that were built',
      { files: { 'dist/index.html': BUILT }, page: withOtherDocument },
      /another document/,
    ],
    [
      'whose copied files look hashed',
      { files: { 'public/assets/user-Settings.js': '' } },
      /looks as if it held a hash/,
    ],
    [
      'with code for a worker',
      { files: { 'src/a.ts': 'navigator.serviceWorker.ready' } },
      /speaks of a service worker/,
    ],
    [
      'with a worker by its name',
      { files: { 'public/service-worker.js': '', 'dist/service-worker.js': '' } },
      /looks like/,
    ],
    [
      'with a package for one',
      { files: { 'package.json': '{"devDependencies":{"vite-plugin-pwa":"1"}}' } },
      /package\.json/,
    ],
    [
      'whose page had one at work',
      { page: page => ({ ...page, survey: { ...page.survey, aspects: { kept: ['service worker for /app'] } } }) },
      /service worker for \/app/,
    ],
    ['whose policy forbids workers', { files: withMeta("script-src 'self'; worker-src 'none'") }, /forbids workers/],
    ['whose policy keeps its scripts out', { files: withMeta("script-src 'nonce-a'") }, /keeps a script/],
    [
      'whose server sends a policy',
      { files: { 'server.js': "h('Content-Security-Policy', p)" } },
      /may forbid workers/,
    ],
    [
      'whose copied folder lies elsewhere',
      { files: { 'public/robots.txt': 'another', 'vite.config.js': "export default { publicDir: 'web' }" } },
      /vite\.config\.js says/,
    ],
    [
      'of webpack that copies nothing',
      {
        files: { 'public/robots.txt': 'another', 'dist/assets/main.3f2a9c1b.js': 'let a' },
        request: { url: '/assets/main.3f2a9c1b.js' },
        bundler: 'webpack',
      },
      /no folder/,
    ],
  ]
  it.each(cases)('%s', async (_, options, reason) => {
    const { candidates, refusals } = await proposalFor(options)
    expect(candidates).toEqual([])
    expect(refusals.map(one => one.reason).join('\n')).toMatch(reason)
  })

  function withOtherDocument(page: Observation['pages'][number]): Observation['pages'][number] {
    const requests = page.survey.requests.map(one => (one.kind === 'document' ? { ...one, decodedSize: 9 } : one))
    return { ...page, survey: { ...page.survey, requests } }
  }
})

describe('names that hold a hash', () => {
  const holds = (form: 'hexadecimal' | 'base64url', name: string, pictures = false): boolean =>
    new RegExp(hashedNames(form, pictures)).test(name)

  it.each(['main.3f2a9c1b.js', '787.0a1b2c3d4e5f6789.chunk.js', 'site_3f2a9c1b.css', '5ac8e1f09b77d3aa.woff2'])(
    'in hexadecimal: %s',
    name => expect(holds('hexadecimal', name)).toBe(true),
  )
  it.each(['index-DiwrgT4a.js', 'index-o-sNXcF5.css', 'vendor.Bx9_kQ2z.mjs', 'main.3f2a9c1b.js'])(
    'as Vite writes it: %s',
    name => expect(holds('base64url', name)).toBe(true),
  )
  it.each([
    'main.js',
    'user-settings.js',
    'report-20240101.js',
    'jquery-3.7.1.min.js',
    'decade.js',
    'index-DiwrgT4a.html',
    'index-DiwrgT4a.js.map',
    'deadbeef.js',
  ])('not in %s', name => {
    expect([holds('hexadecimal', name, true), holds('base64url', name, true)]).toEqual([false, false])
  })
  it('of pictures only where pictures are kept', () => {
    expect([holds('base64url', 'a-DiwrgT4a.webp'), holds('base64url', 'a-DiwrgT4a.webp', true)]).toEqual([false, true])
  })
})

it('a path that is kept is one from the root of the site, and no page', () => {
  const { configuration } = strategy.manifest.implementation
  const takes = (path: string): boolean => configurationSchema.safeParse({ ...configuration, keep: [path] }).success
  expect(['/fonts/', '/logo.svg', 'fonts/', '/index.html', '/a?b', 'https://x/y'].map(takes)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})
