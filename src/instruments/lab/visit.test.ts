import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROFILES } from '../../model/profile.js'
import type { ServedArm } from '../serving/index.js'
import { type LabBrowser, startBrowser } from './browser.js'
import { openContext } from './context.js'
import { findBrowser } from './find-browser.js'
import { serveFolder } from './fixtures/serve-folder.js'
import { Lab } from './lab.js'
import { Visit } from './visit.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
let root: string
let served: ServedArm
let browser: LabBrowser
const page = { id: 'slow', path: '/slow', weight: 1 }

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunewright-visit-'))
  await writeFile(
    join(root, 'slow.html'),
    '<p>text</p><script>setInterval(() => fetch("/x?" + Math.random()), 50)</script>',
  )
  await writeFile(join(root, 'again.html'), '<p>text</p><script>onload = () => location.reload()</script>')
  await writeFile(
    join(root, 'once.html'),
    '<p>text</p><script>onload = () => { if (!document.cookie) { document.cookie = "seen=1"; location.reload() } }</script>',
  )
  served = await serveFolder(root, logger)
  browser = await startBrowser(await findBrowser(), { logger: logger })
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  await rm(root, { recursive: true, force: true })
})

async function openVisit() {
  const context = await openContext(browser)
  const visit = await Visit.open(browser, context, {
    profile: PROFILES.desktop,
    origin: served.origin,
    cpuSlowdown: 1,
    signal: undefined,
    cap: 30_000,
    login: undefined,
  })
  return { visit, close: () => visit.end().then(() => context.close()) }
}

it('says that a page crashed, instead of waiting for it', async () => {
  const { visit, close } = await openVisit()
  await visit.go(page.path)
  const over = expect(visit.untilOver()).rejects.toMatchObject({
    code: 'PAGE_BROKEN',
    message: expect.stringContaining('crashed'),
  })
  visit.session.send('Page.crash').catch(() => {})
  await over
  await close()
})

it.each([
  ['once.html', 'reached'],
  ['again.html', expect.stringContaining('again and again')],
])('a page may load itself once more, not for ever: %s', async (file, outcome) => {
  const { visit, close } = await openVisit()
  const looked = visit
    .go(`/${file}`)
    .then(() => visit.untilOver())
    .then(
      () => 'reached',
      (error: Error) => error.message,
    )
  expect(await looked).toEqual(outcome)
  await close()
})

it('stops at once when the work is cancelled, and leaves no profile behind', async () => {
  const controller = new AbortController()
  const lab = await Lab.open({ logger, signal: controller.signal })
  const loading = expect(lab.load(served, page, PROFILES.desktop)).rejects.toMatchObject({ code: 'CANCELLED' })
  controller.abort()
  await loading
  await expect(lab.survey(served, page, PROFILES.desktop)).rejects.toMatchObject({ code: 'CANCELLED' })
  await lab.close()
  expect(existsSync(`/proc/${lab.browserPid}`)).toBe(false)
})

describe('startBrowser', () => {
  /** A browser that ends at once the first `times` times it is started. */
  const failing = async (times: number) => {
    const found = await findBrowser()
    const folder = await mkdtemp(join(root, 'failing-'))
    const executable = join(folder, 'browser')
    const script = `#!/bin/sh
echo >> '${folder}/starts'
[ "$(wc -l < '${folder}/starts')" -le ${times} ] && exit 1
exec '${found.executable}' "$@"
`
    await writeFile(executable, script)
    await chmod(executable, 0o755)
    return { ...found, executable }
  }

  it('starts a browser again that ended while it started', async () => {
    const started = await startBrowser(await failing(1), { logger: logger })
    expect(started.version).toMatch(/^\d+\./)
    await started.close()
  })

  it('says so where it never starts', async () => {
    await expect(startBrowser(await failing(99), { logger: logger })).rejects.toMatchObject({ code: 'BROWSER_FAILED' })
  })
})

describe('findBrowser', () => {
  it('takes the one configured, else one on the PATH, else its own', async () => {
    const fake = join(root, 'chromium')
    await writeFile(fake, '#!/bin/sh\n')
    await chmod(fake, 0o755)
    expect(await findBrowser({ CHROME_PATH: fake, PATH: '' })).toMatchObject({ executable: fake, source: 'configured' })
    expect(await findBrowser({ PATH: `/nowhere:${root}` })).toMatchObject({ executable: fake, source: 'installed' })
  })

  it('says what to do where the configured one is missing', async () => {
    await expect(findBrowser({ CHROME_PATH: join(root, 'none') })).rejects.toMatchObject({
      code: 'BROWSER_MISSING',
      remedy: expect.stringContaining('CHROME_PATH'),
    })
  })
})
