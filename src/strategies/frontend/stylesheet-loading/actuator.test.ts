import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { imageOf, trialOf } from '../../fixtures/observed.js'
import { writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { SITE, siteAt } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const site = async (files: Readonly<Record<string, string>> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-styles-'))
  folders.push(folder)
  await writeSite(folder, { ...SITE, ...files })
  return { context: contextOf(strategy, siteAt(folder)), workspace: folderWorkspace(folder) }
}

it('pages get what they may use of their style sheets, also for what scripts do with them', async () => {
  const { context, workspace } = await site()
  const { candidates, refusals } = await actuator.propose(context, workspace)
  expect(candidates.map(({ id }) => id)).toEqual(['inline-used-styles'])
  expect(refusals).toEqual([])
  await actuator.apply(candidates[0]!, context, workspace)
  const home = await workspace.readText('index.html')
  expect(home).toContain('<style>:root{--ink: #111}body{margin:0;color:var(--ink)}.hero{color:red}</style>')
  expect(home).toContain("@media screen{.hero{background:url('img/lamp.svg')}}")
  expect(await workspace.readText('about/index.html')).toContain('@media screen{#text{font-size:20px}}')
  expect(await workspace.readText('css/frame.css')).toBe(SITE['css/frame.css'])
})

it('pictures of a page that is painted earlier hold their places', async () => {
  const home = SITE['index.html']!.replace('<main', '<img src="/img/photo.jpg" alt="A photo"><main')
  const { context, workspace } = await site({ 'index.html': home })
  const [first, ...others] = context.observation.pages
  const image = imageOf({ url: '/img/photo.jpg', selector: 'html > body > img', trial: trialOf(640, 480) })
  const survey = { ...first!.survey, images: [image] }
  const seen = { ...context, observation: { ...context.observation, pages: [{ ...first!, survey }, ...others] } }
  const { candidates } = await actuator.propose(seen, workspace)
  const { details } = await actuator.apply(candidates[0]!, seen, workspace)
  const text = await workspace.readText('index.html')
  expect(text).toContain('<img width="640" height="480" src="/img/photo.jpg"')
  expect(text).toContain('<style>')
  expect(details).toContain('index.html: dimensions for /img/photo.jpg')
  const other = await site({ 'index.html': home })
  const without = { ...seen, configuration: { ...seen.configuration, pictureDimensions: false } }
  await actuator.apply(candidates[0]!, without, other.workspace)
  expect(await other.workspace.readText('index.html')).not.toContain('width="640"')
})

it('a page is predicted to be painted sooner by what it waits for its style sheets alone', async () => {
  const { context, workspace } = await site()
  const { candidates, findings } = await actuator.propose(context, workspace)
  // 1100 ms from the document's end to that of the style sheets, less a millisecond for what the page grows by.
  expect(candidates[0]!.predicted['first-contentful-paint']).toBeCloseTo(-55, 0)
  expect(findings[0]).toMatchObject({ subject: '/', metric: 'first-contentful-paint' })
})

it('scripts at the end of a page hold no first paint back that style sheets do not, but those before all content do', async () => {
  const predictedWith = async (home: (html: string) => string): Promise<number | undefined> => {
    const { context, workspace } = await site({ 'index.html': home(SITE['index.html']!) })
    const pages = context.observation.pages.map(view => ({
      ...view,
      loads: view.loads.map(load => {
        const sheet = load.requests.find(({ kind }) => kind === 'stylesheet')
        const script = { ...sheet!, kind: 'script' as const, url: '/late.js' }
        return sheet ? { ...load, requests: [...load.requests, script] } : load
      }),
    }))
    const { candidates } = await actuator.propose(
      { ...context, observation: { ...context.observation, pages } },
      workspace,
    )
    return candidates[0]?.predicted['first-contentful-paint']
  }
  const tag = '<script src="/late.js"></script>'
  const content = '<main><p>Lamps for rooms in which people read.</p>'
  expect(
    await predictedWith(html => html.replace('<main', `${content}</main><main`).replace('</body>', `${tag}</body>`)),
  ).toBeLessThan(-20)
  expect(await predictedWith(html => html.replace('<main', `${tag}${content}</main><main`))).toBeGreaterThan(-1)
})

it('a site that sends a Content Security Policy is left alone', async () => {
  const { context, workspace } = await site({ _headers: "/*\n  Content-Security-Policy: default-src 'self'\n" })
  const { candidates, refusals } = await actuator.propose(context, workspace)
  expect(candidates).toEqual([])
  expect(refusals).toEqual([{ subject: '_headers', reason: expect.stringContaining('Content Security Policy') }])
})

it('pages that have changed since are refused', async () => {
  const { context, workspace } = await site()
  const { candidates } = await actuator.propose(context, workspace)
  await workspace.write('index.html', '<!doctype html><title>Other</title>')
  await expect(actuator.apply(candidates[0]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
})
