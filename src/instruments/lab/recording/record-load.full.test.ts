import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROFILES } from '../../../model/profile.js'
import type { LoadRecording } from '../../../model/recording.js'
import { estimateLoad } from '../../estimate/index.js'
import type { ServedArm } from '../../serving/index.js'
import { serveFolder } from '../fixtures/serve-folder.js'
import { Lab } from '../lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const html = (head: string, body: string) =>
  `<!doctype html><html lang="en"><head><title>Page</title><meta name="viewport" content="width=device-width">${head}</head><body>${body}</body></html>`
const STYLE = '<link rel="stylesheet" href="/style.css">'

let root: string
let lab: Lab
const arms: ServedArm[] = []
const record = async (files: Record<string, string | Buffer>): Promise<LoadRecording> => {
  const folder = await mkdtemp(join(root, 'site-'))
  await mkdir(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  const arm = await serveFolder(folder, logger)
  arms.push(arm)
  return lab.record(arm, { id: 'home', path: '/', weight: 1 }, PROFILES.mobile)
}
const noise = (width: number, height: number) =>
  sharp(Buffer.from(Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * i * 31) >> 7)), {
    raw: { width, height, channels: 3 },
  })

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunewright-recording-'))
  lab = await Lab.open({ logger })
})
afterAll(async () => {
  await Promise.all(arms.map(arm => arm.stop()))
  await lab.close()
  await rm(root, { recursive: true })
})

describe('a recorded load', () => {
  it('tells what waited for what', async () => {
    const { requests, tasks, withoutScripts } = await record({
      'index.html': html(
        `${STYLE}<script src="/app.js" defer></script>`,
        '<h1>A headline of the page</h1><div class="back"></div>',
      ),
      'style.css': 'h1 { color: #123456 } .back { height: 50px; background: url(/back.svg) }',
      'app.js': 'let sum = 0; for (let i = 0; i < 3e7; i++) sum += Math.sqrt(i); fetch("/data.json?" + (sum > 0))',
      'data.json': '{}',
      'back.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
    })
    const of = (url: string) => requests.find(request => request.url === url)!
    expect(of('/style.css')).toMatchObject({ blocking: true, inMarkup: true, initiator: null })
    expect(of('/app.js')).toMatchObject({ blocking: false, inMarkup: true })
    expect(of('/back.svg')).toMatchObject({ inMarkup: false, initiator: of('/style.css').id })
    const script = tasks.find(({ needs }) => needs.includes(of('/app.js').id) && needs.length > 0)!
    const running = tasks.filter(({ evaluates }) => evaluates)
    expect(script).toBeDefined()
    expect(running).toHaveLength(1)
    expect(running[0]?.duration).toBeGreaterThan(5)
    // The picture of the style sheet may be asked for by the same task, once that has run.
    expect(running[0]?.sends.map(({ id }) => id)).toContain(of('/data.json?true').id)
    expect(withoutScripts).toEqual({ paints: true, sameLargest: true })
  })

  it('tells whether anything is painted without scripts', async () => {
    const { withoutScripts } = await record({
      'index.html': html('', '<div id="root"></div><script>root.innerHTML = "<h1>By script</h1>"</script>'),
    })
    expect(withoutScripts).toEqual({ paints: false, sameLargest: false })
  })

  it('shows which of two pages is the faster one', async () => {
    const page = html(STYLE, '<h1>Photo</h1><img src="/photo.jpg" width="400" height="300" alt="">')
    const style = { 'style.css': 'img { max-width: 100% }' }
    const photo = (quality: number) => noise(1_200, 900).jpeg({ quality }).toBuffer()
    const late = '<div style="width:400px;height:300px;background:url(/photo.jpg)"></div>'
    const base = await record({ 'index.html': page, 'photo.jpg': await photo(90), ...style })
    const smaller = await record({ 'index.html': page, 'photo.jpg': await photo(30), ...style })
    const later = await record({
      'index.html': page.replace(/<img[^>]*>/, late.replace('style="', 'class="back" style="')),
      'photo.jpg': await photo(90),
      ...style,
    })
    const lcp = (recording: LoadRecording) => estimateLoad(recording, PROFILES.mobile)['largest-contentful-paint']!
    expect(lcp(smaller)).toBeLessThan(0.8 * lcp(base))
    expect(lcp(later)).toBeGreaterThan(lcp(base) - 50)
  })
})
