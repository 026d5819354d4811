import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import type { Browser } from 'puppeteer-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch, serve } from '../../src/strategies/frontend/image-optimization/fixtures/browser.js'
import { contextOf, encodedPicture } from '../../src/strategies/frontend/image-optimization/fixtures/encoded.js'
import { rewriteHtml } from '../../src/strategies/frontend/image-optimization/rewrite/html.js'
import { documents } from './markup.js'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const asImage = contextOf([encodedPicture(), encodedPicture('photos/my, lamp.jpg')])

describe('what is rewritten looks the same', () => {
  /** Of one colour, so that no encoding changes it; the sizes are those that the rewriter believes in. */
  const pictures = async (folder: string): Promise<void> => {
    mkdirSync(path.join(folder, 'photos'), { recursive: true })
    const plain = (width: number) =>
      sharp({ create: { width, height: width * 0.75, channels: 3, background: { r: 200, g: 120, b: 40 } } })
    for (const stem of ['lamp', 'my, lamp']) {
      await plain(1_600)
        .jpeg()
        .toFile(path.join(folder, 'photos', `${stem}.jpg`))
      for (const width of [400, 800]) {
        for (const format of ['avif', 'webp', 'jpg'] as const)
          await plain(width).toFile(path.join(folder, 'photos', `${stem}-${width}.${format}`))
      }
    }
  }

  it('to the pixel, with real pictures', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tunewright-looks-'))
    await pictures(folder)
    const site = await serve(folder)
    const tab = await browser.newPage()
    await tab.setViewport({ width: 800, height: 600 })
    const look = async (text: string): Promise<Buffer> => {
      writeFileSync(path.join(folder, 'index.html'), text)
      await tab.goto(`${site.origin}/`, { waitUntil: 'networkidle0' })
      return sharp(await tab.screenshot())
        .raw()
        .toBuffer()
    }
    let compared = 0
    const wrong: unknown[] = []
    for (const before of fc.sample(documents, { numRuns: 60, seed: 9 })) {
      const after = rewriteHtml(before, 'index.html', asImage).text
      if (before === after) continue
      compared++
      const [was, is] = [await look(before), await look(after)]
      const off = was.filter((value, i) => Math.abs(value - is[i]!) > 12).length
      if (off > 0) wrong.push({ off, before, after })
    }
    await tab.close()
    await site.close()
    rmSync(folder, { recursive: true })
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(30)
  })
})
