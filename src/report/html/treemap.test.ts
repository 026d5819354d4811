import { parseFragment } from 'parse5'
import { describe, expect, it } from 'vitest'
import type { BundlePart } from '../../model/load-summary.js'
import { bundleParts } from '../bundle-parts.js'
import { bundleAfter, bundleBefore } from '../fixtures/arms.js'
import { treemapOf } from './treemap.js'

interface Cell {
  readonly label: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The cells of a map, in per cent of its width and height. */
function cellsOf(parts: readonly BundlePart[], scale: number): readonly Cell[] {
  const { text } = treemapOf(parts, { title: 'JavaScript', scale, rowOf: ({ name }) => `row-${name}` })
  const attributes = (node: unknown) =>
    Object.fromEntries(
      (node as { attrs: { name: string; value: string }[] }).attrs.map(({ name, value }) => [name, value]),
    )
  const [svg] = parseFragment(text).childNodes as unknown as {
    childNodes: { tagName?: string; childNodes: { tagName?: string }[] }[]
  }[]
  return svg!.childNodes
    .filter(({ tagName }) => tagName === 'a')
    .map(link => {
      const box = attributes(link.childNodes.find(({ tagName }) => tagName === 'svg'))
      const number = (name: string) => Number.parseFloat(box[name] ?? 'NaN')
      return {
        label: attributes(link)['aria-label'] ?? '',
        x: number('x'),
        y: number('y'),
        width: number('width'),
        height: number('height'),
      }
    })
}

const before = bundleParts(bundleBefore()).parts
const after = bundleParts(bundleAfter()).parts
const total = before.reduce((sum, { bytes }) => sum + bytes, 0)

describe('a map of JavaScript', () => {
  it('gives each part an area in proportion to its bytes, on the scale that both maps share', () => {
    const cells = cellsOf(before, 2 * total)
    for (const { name, bytes } of before) {
      const cell = cells.find(({ label }) => label.startsWith(`${name}: `))
      if (!cell) throw new Error(`${name} has no cell`)
      expect((cell.width * cell.height) / 10_000).toBeCloseTo(bytes / (2 * total), 4)
    }
  })

  it('lets no two cells overlap, and none reach out', () => {
    const cells = cellsOf(after, total)
    const gap = 1e-2
    for (const [index, a] of cells.entries()) {
      expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(0)
      expect(Math.max(a.x + a.width, a.y + a.height)).toBeLessThanOrEqual(100 + gap)
      for (const b of cells.slice(index + 1)) {
        const apart =
          a.x + a.width <= b.x + gap ||
          b.x + b.width <= a.x + gap ||
          a.y + a.height <= b.y + gap ||
          b.y + b.height <= a.y + gap
        expect(apart, `${a.label} and ${b.label}`).toBe(true)
      }
    }
  })

  it('says what is loaded when', () => {
    const labels = (parts: readonly BundlePart[]) =>
      cellsOf(parts, total).map(({ label }) => label.replaceAll('\u00a0', ' '))
    expect(labels(before)).toContain('moment: 288 kB, 18.6 % of all, loaded at the start')
    expect(labels(after)).toContain('moment: 288 kB, 18.6 % of all, loaded on demand')
  })

  it('gathers what is too small to be seen, and loses no byte of it', () => {
    const dust = Array.from(
      { length: 300 },
      (_, index): BundlePart => ({
        name: `p${index}`,
        kind: 'package',
        when: 'initial',
        bytes: 100,
        gzipBytes: 40,
        modules: 1,
      }),
    )
    const large: BundlePart = {
      name: 'large',
      kind: 'package',
      when: 'initial',
      bytes: 70_000,
      gzipBytes: 20_000,
      modules: 9,
    }
    const cells = cellsOf([large, ...dust], 100_000)
    expect(cells.map(({ label }) => label.replaceAll('\u00a0', ' '))).toEqual([
      'large: 70 kB, 70.0 % of all, loaded at the start',
      'other packages: 30 kB, 30.0 % of all, loaded at the start',
    ])
  })
})
