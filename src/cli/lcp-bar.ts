import type { LcpDetail, PageObservation } from '../model/observation.js'
import { formatMilliseconds } from '../report/format.js'
import type { Colors } from './terminal.js'

/** Each part with a pattern of its own, so that it can be told without colour. */
const PARTS = [
  { key: 'server', name: 'server', glyph: '█', color: 'blue' },
  { key: 'loadDelay', name: 'load delay', glyph: '▒', color: 'yellow' },
  { key: 'transfer', name: 'transfer', glyph: '▓', color: 'magenta' },
  { key: 'renderDelay', name: 'render delay', glyph: '░', color: 'cyan' },
] as const

/** The LCP of the load that stands in the middle of a page's loads. */
export function medianLcp(page: PageObservation): LcpDetail | null {
  const found = page.loads.flatMap(load => load.lcp ?? []).sort((a, b) => a.time - b.time)
  return found[Math.floor((found.length - 1) / 2)] ?? null
}

/** LCP as a bar of its parts, in proportion, with a legend: two lines. */
export function lcpBar(lcp: LcpDetail, columns: number, colors: Colors): readonly [bar: string, legend: string] {
  const lengths = proportions(
    PARTS.map(({ key }) => Math.max(0, lcp.parts[key])),
    columns,
  )
  const bar = PARTS.map(({ glyph, color }, index) => colors[color](glyph.repeat(lengths[index] ?? 0))).join('')
  const legend = PARTS.filter(({ key }) => lcp.parts[key] > 0)
    .map(({ key, name, glyph, color }) => `${colors[color](glyph)} ${name} ${formatMilliseconds(lcp.parts[key])}`)
    .join('  ')
  return [bar, legend]
}

/** Whole numbers that add up to `total`, as near to the shares as can be (largest remainders). */
export function proportions(values: readonly number[], total: number): readonly number[] {
  const sum = values.reduce((all, value) => all + value, 0)
  if (sum === 0) return values.map(() => 0)
  const exact = values.map(value => (value / sum) * total)
  const whole = exact.map(Math.floor)
  const missing = total - whole.reduce((all, value) => all + value, 0)
  const byRemainder = exact.map((value, index) => ({ index, rest: value % 1 })).sort((a, b) => b.rest - a.rest)
  for (const { index } of byRemainder.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1
  return whole
}
