import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseFragment } from 'parse5'
import puppeteer from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findBrowser } from '../../../instruments/lab/find-browser.js'
import { elements } from '../../html/elements.js'
import { standIn } from './stand-in.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-stand-in-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('what stands in for a player asks nobody, has its size, and leads to it by one key', async () => {
  const src = 'https://www.youtube.com/embed/abc'
  const [frame] = elements(parseFragment(`<iframe title="Our shop" width="560" height="315" src="${src}"></iframe>`))
  const written = standIn(frame!, null)!
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>t</title>${written}`),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const found = await findBrowser()
  const browser = await puppeteer.launch({
    executablePath: found.executable,
    env: { ...process.env, ...found.environment },
    args: [
      '--no-sandbox',
      '--headless',
      `--user-data-dir=${folder}`,
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  })
  try {
    const page = await browser.newPage()
    await page.setJavaScriptEnabled(false)
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const box = await (await page.$('iframe'))!.boundingBox()
    expect([box?.width, box?.height]).toEqual([564, 319])
    expect(asked.filter(url => !url.startsWith('http://127.0.0.1'))).toEqual(
      asked.filter(url => url.startsWith('about:')),
    )
    const inside = await (await page.$('iframe'))!.contentFrame()
    const link = await inside.$('a')
    expect(await link!.evaluate(one => [one.getAttribute('aria-label'), one.getBoundingClientRect().width])).toEqual([
      'Play: Our shop',
      560,
    ])
    await page.keyboard.press('Tab')
    const request = page.waitForRequest(one => one.url().startsWith('https://'))
    await page.keyboard.press('Enter')
    expect((await request).url()).toBe(`${src}?autoplay=1`)
    expect((await request).frame()?.parentFrame()).toBe(page.mainFrame())
  } finally {
    await browser.close()
    server.close()
  }
})
