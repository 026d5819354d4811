import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withAblation, withUntimedAblation } from '../fixtures/ablation.js'
import { withWords } from '../fixtures/hostile.js'
import { axe, openReport, previews, startReader } from '../fixtures/reader.js'
import { report } from '../fixtures/report.js'
import { renderReport } from './render-report.js'

let browser: Browser
beforeAll(async () => {
  browser = await startReader()
})
afterAll(() => browser?.close())

const open = (text: string, width: number, scheme?: 'light' | 'dark') => openReport(browser, text, width, scheme)

const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })

/** Something hostile behind every word. */
const HOSTILE = `</script><img src=x onerror="document.title='owned'"><style>*{display:none}</style>'"&\u202e${'x'.repeat(120)}`

describe('the report as a page', () => {
  // All widths and schemes are looked at in `accessibility.full.test.ts`.
  it.each([
    [360, 'dark'],
    [1_280, 'light'],
  ] as const)(
    'has no accessibility violation that axe finds, all details open, at %i px, %s',
    async (width, scheme) => {
      const page = await open(renderReport(await report(), { previews: await previews() }), width, scheme)
      const { violations, passes } = await axe(page)
      expect(violations).toEqual([])
      expect(passes).toBeGreaterThan(25)
      await page.close()
    },
  )

  it.each([360, 390, 768, 1_280])('needs no sideways scrolling at %i px', async width => {
    const page = await open(renderReport(await report(), { previews: await previews() }), width)
    expect(await overflow(page)).toBe(0)
    await page.close()
  })

  it('shows on a phone the frames that tell, whole, and each requirement as a card; no two times overlap', async () => {
    const page = await open(renderReport(await report()), 320)
    const edges = await page.$$eval('#filmstrips tr', rows =>
      rows.map(row => {
        const shown = [...row.querySelectorAll('td')].filter(cell => cell.checkVisibility())
        return {
          right: Math.max(...shown.map(cell => cell.getBoundingClientRect().right)),
          lcp: shown.some(cell => cell.matches('.lcp')),
        }
      }),
    )
    expect(Math.max(...edges.map(({ right }) => right))).toBeLessThanOrEqual(320)
    expect(edges.filter(({ lcp }) => lcp)).toHaveLength(4)
    expect(await page.$eval('table.cards tbody th', cell => cell.getBoundingClientRect().width)).toBeGreaterThan(140)
    const gaps = await page.$$eval('.times', axes =>
      axes.flatMap(axis => {
        const labels = [...axis.querySelectorAll('text')].filter(label => label.checkVisibility())
        const boxes = labels.map(label => label.getBoundingClientRect())
        return boxes.slice(1).map((box, index) => box.left - boxes[index]!.right)
      }),
    )
    expect(Math.min(...gaps)).toBeGreaterThan(2)
    await page.close()
  })

  it('asks the network for nothing, and says nothing in the console', async () => {
    const page = await browser.newPage()
    const seen: string[] = []
    page.on('request', request => {
      if (!request.url().startsWith('data:') && request.url() !== 'about:blank') seen.push(request.url())
    })
    page.on('console', message => seen.push(message.text()))
    page.on('pageerror', error => seen.push(String(error)))
    await page.setContent(renderReport(await report()), { waitUntil: 'load' })
    expect(seen).toEqual([])
    expect(
      await page.$$eval('.strip img', images => images.every(image => (image as HTMLImageElement).naturalWidth > 0)),
    ).toBe(true)
    await page.close()
  })

  it('opens every detail with one key press, and is whole without scripts', async () => {
    const page = await browser.newPage()
    await page.setJavaScriptEnabled(false)
    await page.setContent(renderReport(await report()), { waitUntil: 'load' })
    expect(await page.$('.tools button')).toBeNull()
    expect(await page.$$eval('details', items => items.length)).toBeGreaterThan(5)
    await page.setJavaScriptEnabled(true)
    await page.setContent(renderReport(await report()), { waitUntil: 'load' })
    await page.focus('.tools button')
    await page.keyboard.press('Enter')
    expect(await page.$$eval('details', items => items.every(item => item.open))).toBe(true)
    await page.close()
  })

  it('slides from one picture to the other by keys, and shows both side by side without scripts', async () => {
    const text = renderReport(await report(), { previews: await previews() })
    const page = await open(text, 1_280)
    const shown = () => page.$eval('.pair > div + div img', image => getComputedStyle(image).clipPath)
    await page.focus('.pair input')
    expect(await shown()).toBe('inset(0px 0px 0px 50%)')
    await page.keyboard.press('End')
    expect(await shown()).toBe('inset(0px 0px 0px 100%)')
    expect(await page.$eval('.pair input', slider => slider.getAttribute('aria-valuetext'))).toBe(
      '100 % before, 0 % after',
    )
    await page.setJavaScriptEnabled(false)
    await page.setContent(text, { waitUntil: 'load' })
    expect(await page.$('.pair input')).toBeNull()
    const sides = await page.$$eval('.pair img', images => images.map(image => image.getBoundingClientRect().left))
    expect(sides).toHaveLength(2)
    expect(sides[1]).toBeGreaterThan(sides[0] ?? 0)
    await page.close()
  })

  it('goes through a map by arrow keys, and from a cell to its row', async () => {
    const page = await open(renderReport(await report()), 1_280)
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    await page.$eval('.treemap a', cell => cell.focus())
    expect(await focused()).toBe(
      'three: 486 kB, 31.4 % of all, loaded at the start'.replace(/(?<=\d) (?=kB|%)/g, '\u00a0'),
    )
    await page.keyboard.press('ArrowRight')
    expect(await focused()).toContain('chart.js')
    expect(await page.$$eval('.treemap a[tabindex="0"]', cells => cells.length)).toBe(2)
    await page.keyboard.press('Enter')
    expect(await page.$eval('tr:target', row => row.textContent)).toContain('chart.js')
    await page.close()
  })

  it('opens everything for paper, and leaves out what only a hand can use', async () => {
    const page = await browser.newPage()
    await page.setContent(renderReport(await report(), { previews: await previews() }), { waitUntil: 'load' })
    await page.emulateMediaType('print')
    const isSeen = (selector: string) => page.$$eval(selector, items => items.map(item => item.checkVisibility()))
    expect(new Set(await isSeen('nav, .tools button, .pair input'))).toEqual(new Set([false]))
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    expect(await page.$$eval('details', items => items.every(item => item.open))).toBe(true)
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    expect(await page.$$eval('details', items => items.every(item => item.open))).toBe(false)
    await page.close()
  })

  it('shows hostile text as text: nothing runs, nothing is hidden, nothing overflows', async () => {
    const full = withWords(await report(), word => word + HOSTILE)
    const page = await open(renderReport(full), 360)
    expect(await page.title()).not.toBe('owned')
    expect(await page.$$eval('img[src="x"], style', items => items.length)).toBe(1)
    expect(await page.$eval('h1', heading => heading.textContent)).toContain('</script><img src=x')
    expect(await page.$eval('body', body => body.textContent)).not.toContain('\u202e')
    expect(await overflow(page)).toBe(0)
    await page.close()
  })
})

describe('what the report says', () => {
  it('shows what was estimated before anything was timed', async () => {
    const page = await open(renderReport(await report()), 1_280)
    const lines = await page.$$eval('li', items => items.map(item => item.textContent.replace(/\s+/g, ' ').trim()))
    expect(lines).toContain('LCP on mobile −24.0 % 80 %: −33.5 % to −12.1 %')
    await page.close()
  })

  it('shows what was put back with its reason, as prominently as what was kept', async () => {
    const page = await open(renderReport(await report()), 1_280)
    const headings = await page.$$eval('h2', items => items.map(item => item.textContent))
    expect(headings).toEqual([
      'Before and after',
      'What was tried',
      'What visitors see',
      'What the JavaScript is made of',
      'What the browser asks for',
      'What was kept',
      'What was put back',
      'What to do next',
      'Roadmap',
      'Where the time went',
      'What was left alone',
      'How it was decided',
      'What was learned',
      'How it was measured',
      'Appendices',
    ])
    const cards = await page.$$eval('article', items => items.map(item => item.querySelector('.badge')?.textContent))
    expect(cards).toEqual(['Kept', 'Kept', 'Put back', 'Undecided, put back'])
    const text = await page.$eval('main', main => main.textContent?.replace(/\s+/g, ' '))
    for (const said of [
      'LCP on checkout is worse by 9.4 % to 15.1 %',
      'waits for DOMContentLoaded',
      'the AVIF encoder has no such setting',
      'about 40 more blocks',
      'not known: it needs real visits',
      '1 of 2 outcomes fell inside their 80 % prediction interval',
      '7d of visits after release',
      'Load time could not be measured',
      'tolerated: up to +5.0 %',
      'expected gain 2.1 % a minute of proof): a smaller expected gain',
    ]) {
      expect(text).toContain(said)
    }
    expect(text).toContain('~/.local/state/tunewright')
    expect(text).not.toContain('someone')
    await page.close()
  })

  it('has a section for each field of the report, and of its appendices', async () => {
    const full = await report()
    const page = await open(renderReport(full), 1_280)
    const fields = await page.$$eval('section[data-field]', items =>
      items.flatMap(item => {
        const isTitled =
          item.querySelector('h1, h2, h3')?.textContent?.trim() !== '' && (item.textContent ?? '').trim().length > 40
        return isTitled ? (item.getAttribute('data-field') ?? '').split(' ') : []
      }),
    )
    const expected = [...Object.keys(full), ...Object.keys(full.appendices).map(key => `appendices.${key}`)]
    expect(fields.sort()).toEqual(expected.sort())
    await page.close()
  })

  it('shows the unchanged target alone where nothing was kept, and says so', async () => {
    const full = await report()
    full.session.finalProof = {}
    full.session.results = []
    const page = await open(renderReport(full), 1_280)
    expect(await page.$$eval('.map figcaption strong', items => items.map(item => item.textContent))).toEqual([
      'Before',
    ])
    expect(await page.$eval('#javascript', section => section.textContent)).toContain(
      'Nothing was kept, so there is no after',
    )
    await page.close()
  })

  it('says that pictures can no longer be read where they cannot', async () => {
    expect(renderReport(await report(), { previews: new Map() })).toContain('The pictures themselves cannot be shown')
  })

  it('says that a kept change was dropped where the whole was not proved with it', async () => {
    const full = await report()
    const proof = full.session.finalProof.storefront
    const dropped = '1122334455667788990011223344556677889900'
    if (proof) full.session.finalProof = { storefront: { ...proof, dropped: [dropped] } }
    expect(renderReport(full)).toContain('Dropped after the final run')
  })

  it('tells what each kept change does beside the others, and what was taken out since it does nothing any more', async () => {
    expect(renderReport(await report())).not.toContain('beside the others')
    const page = await open(renderReport(withAblation(await report())), 1_280)
    const told = await page.$eval('#together', section => section.textContent)
    for (const said of ['Helps', 'No longer helps, taken out', 'no interaction shown', 'helps less beside the others'])
      expect(told).toContain(said)
    expect(await page.$eval('#put-back', section => section.textContent)).toContain('No longer needed, taken out')
    expect(await page.$eval('#kept', section => section.textContent)).not.toContain('Routes and charts')
    await page.close()
  })

  it('tells what changes that were proved as one do beside each other, which had no proof of their own', async () => {
    const page = await open(renderReport(withUntimedAblation(await report())), 390)
    const rows = await page.$$eval('#together tbody tr', all => all.map(row => row.textContent?.replace(/\s+/g, ' ')))
    expect(rows[0]).toMatch(/^Largest Contentful Paint.*beside the others: /)
    const told = await page.$eval('#together', section => section.textContent)
    expect(told).toContain('None had a proof of its own')
    expect(told).not.toContain('company')
    expect(await overflow(page)).toBe(0)
    await page.close()
  })

  it('tells which wholes were not proved before the one that was, and why', async () => {
    const full = await report()
    const notUpheld = [
      {
        commits: ['a', 'b'],
        names: ['Routes <b>', 'Pictures'],
        outcome: 'rejected',
        reason: 'Broken (page-error) on home: x is not defined.',
        blocks: 0,
      },
      { commits: ['b'], names: ['Pictures'], outcome: 'inconclusive', reason: 'The budget ended first.', blocks: 5 },
    ] as const
    for (const proof of Object.values(full.session.finalProof)) Object.assign(proof, { notUpheld })
    const page = await open(renderReport(full), 390)
    const told = await page.$$eval('#not-upheld li', all =>
      all.map(one => one.textContent?.replace(/\s+/g, ' ').trim()),
    )
    expect(told[0]).toBe(
      'Routes <b>, Pictures: rejected, before anything was timed. Broken (page-error) on home: x is not defined.',
    )
    expect(told[1]).toContain('inconclusive, after 5 blocks')
    expect(await overflow(page)).toBe(0)
    await page.close()
  })

  it('is honest where nothing was kept', async () => {
    const full = await report()
    full.session.results = []
    full.session.finalProof = {}
    full.executiveSummary = { ...full.executiveSummary, kept: 0, changes: [] }
    const page = await open(renderReport(full), 390)
    expect(await page.$eval('#result', section => section.textContent)).toContain('Nothing was kept')
    expect(await page.$('.figures')).toBeNull()
    await page.close()
  })
})
