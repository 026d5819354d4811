import { expect, it } from 'vitest'
import { findBrowser } from '../../instruments/lab/find-browser.js'
import { launchBrowser } from '../../instruments/lab/fixtures/launch-browser.js'
import { LETTERS, SYSTEM_FONTS } from './system-fonts.js'

const TEXT = 'lamps for every room in the house'
const SIZE = 100

/** As the metrics of the standard fonts of PostScript have it, px. */
const widthIn = (widths: readonly number[]): number =>
  [...TEXT].reduce((sum, letter) => sum + (widths[LETTERS.indexOf(letter)]! * SIZE) / 1000, 0)

it('text without a font of the page is as wide as on visitors’ systems, whatever fonts the machine has', async () => {
  const found = await findBrowser({})
  expect(found.source).toBe('bundled')
  const browser = await launchBrowser(found)
  try {
    const page = await browser.newPage()
    const width = (font: string): Promise<number> =>
      page.evaluate(
        (text, css) => {
          const context = document.createElement('canvas').getContext('2d')!
          context.font = css
          context.fontKerning = 'none'
          return context.measureText(text).width
        },
        TEXT,
        font,
      )
    const { 'sans-serif': sans, serif, monospace } = SYSTEM_FONTS
    // Letters are put on whole pixels here and there.
    for (const [font, widths] of [
      ['sans-serif', sans.widths.regular],
      ['Arial', sans.widths.regular],
      ['system-ui', sans.widths.regular],
      ['serif', serif.widths.regular],
      ['"Times New Roman"', serif.widths.regular],
      ['monospace', monospace.widths.regular],
    ] as const)
      expect((await width(`${SIZE}px ${font}`)) / widthIn(widths), font).toBeCloseTo(1, 2)
    expect((await width(`bold ${SIZE}px Arial`)) / widthIn(sans.widths.bold)).toBeCloseTo(1, 2)
    expect((await width(`italic ${SIZE}px serif`)) / widthIn(serif.widths.italic)).toBeCloseTo(1, 2)
  } finally {
    await browser.close()
  }
})
