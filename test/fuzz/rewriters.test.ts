import fc from 'fast-check'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch } from '../../src/strategies/frontend/image-optimization/fixtures/browser.js'
import { contextOf, encodedPicture, shown } from '../../src/strategies/frontend/image-optimization/fixtures/encoded.js'
import { rewriteCss } from '../../src/strategies/frontend/image-optimization/rewrite/css.js'
import { rewriteHtml } from '../../src/strategies/frontend/image-optimization/rewrite/html.js'
import { insertHint } from '../../src/strategies/frontend/lcp-preload/insert-hint.js'
import { differences, type Kind, type Pair } from './in-browser.js'
import { documents } from './markup.js'
import { sheets } from './sheets.js'

/** A seeded part of them in the quick run. */
const COUNT = process.env.TUNEWRIGHT_TEST === 'full' ? 5_000 : 100
const BATCH = 250

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launch()
  page = await browser.newPage()
})
afterAll(() => browser.close())

const showings = [
  shown('mobile', 380, { via: 'css-background', objectFit: 'cover' }),
  shown('desktop', 600, { via: 'css-background', objectFit: 'cover' }),
]
const asImage = contextOf([encodedPicture(), encodedPicture('photos/my, lamp.jpg')])
const asBackground = contextOf([encodedPicture('photos/lamp.jpg', showings)])

/** Holds what a rewriter made of texts against them in the browser; most must have been rewritten, or nothing was tried. */
async function requireSame(texts: readonly string[], rewrite: (text: string) => string, kind: Kind): Promise<number> {
  const pairs = texts
    .map(before => ({ before, after: rewrite(before) }))
    .filter(({ before, after }) => before !== after)
  const wrong: unknown[] = []
  for (let at = 0; at < pairs.length; at += BATCH) {
    const batch = pairs.slice(at, at + BATCH)
    const found = await page.evaluate(differences, batch, kind)
    for (const [i, difference] of found.entries()) if (difference !== null) wrong.push({ difference, ...batch[i] })
  }
  wrong.sort((a, b) => (a as Pair).before.length - (b as Pair).before.length)
  expect(wrong.slice(0, 5), `${wrong.length} of ${pairs.length}`).toEqual([])
  return pairs.length / texts.length
}

describe('what is rewritten is the same to a browser, but for what is added', () => {
  it('pages', async () => {
    const texts = fc.sample(documents, { numRuns: COUNT, seed: 5 })
    const rewrite = (text: string) => rewriteHtml(text, 'index.html', asImage).text
    const share = await requireSame(texts, rewrite, 'page')
    expect(share).toBeGreaterThan(0.5)
  })

  it('pages with backgrounds', async () => {
    const texts = fc.sample(documents, { numRuns: COUNT, seed: 6 })
    const rewrite = (text: string) => rewriteHtml(text, 'index.html', asBackground).text
    const share = await requireSame(texts, rewrite, 'page')
    expect(share).toBeGreaterThan(0.5)
  })

  it('pages with a hint', async () => {
    const texts = fc.sample(documents, { numRuns: COUNT, seed: 7 })
    const hint = { href: '/photos/lamp.jpg', several: null, type: null, fetchPriority: 'high', only: null } as const
    const rewrite = (text: string) => {
      const result = insertHint(text, hint)
      return typeof result === 'string' ? text : result.text
    }
    const share = await requireSame(texts, rewrite, 'hint')
    expect(share).toBeGreaterThan(0.3)
  })

  it('style sheets', async () => {
    const texts = fc.sample(sheets, { numRuns: COUNT, seed: 8 })
    const rewrite = (text: string) => rewriteCss(text, 'site.css', asBackground).text
    const share = await requireSame(texts, rewrite, 'sheet')
    expect(share).toBeGreaterThan(0.4)
  })
})
