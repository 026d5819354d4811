import { type HierarchyRectangularNode, hierarchy, treemap, treemapSquarify } from 'd3-hierarchy'
import type { BundlePart } from '../../model/load-summary.js'
import { formatBytes, formatPercentage } from '../format.js'
import { html, type Markup } from './markup.js'

/** Size in CSS pixels that labels are measured for: on the narrowest phone, and wherever there is more room. */
const NARROW = { width: 296, height: 288 }
const WIDE = { width: 440, height: 288 }
const CHARACTER = 6.9
const LINE = 17
/** Smaller cells cannot be hit, by eye or by finger: they are one cell. */
const SMALLEST_SHARE = 0.004

interface Group {
  readonly when: BundlePart['when']
  readonly children: readonly BundlePart[]
}
type Datum = { readonly children: readonly Group[] } | Group | BundlePart

export interface TreemapOptions {
  readonly title: string
  /** Bytes that fill the whole drawing, so that two maps can be compared. */
  readonly scale: number
  /** Where a part's row in the table is. */
  readonly rowOf: (part: BundlePart) => string
}

export const partName = ({ name, kind }: BundlePart): string =>
  name ?? (kind === 'own' ? 'other own modules' : 'other packages')

export const WHEN: Record<BundlePart['when'], string> = { initial: 'at the start', 'on-demand': 'on demand' }

/**
 * Parts as rectangles, their areas as their bytes: what the start loads first. Laid out in shares of the width and height, so that labels
 * keep their size on every screen. Each cell is a link to its row in the table beside it.
 */
export function treemapOf(parts: readonly BundlePart[], { title, scale, rowOf }: TreemapOptions): Markup {
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  const side = Math.sqrt(total / scale)
  const groups = (['initial', 'on-demand'] as const)
    .map(when => ({
      when,
      children: withoutDust(
        parts.filter(part => part.when === when),
        total,
      ),
    }))
    .filter(({ children }) => children.length > 0)
  const root = hierarchy<Datum>({ children: groups }, datum => ('children' in datum ? [...datum.children] : undefined))
    .sum(datum => ('bytes' in datum ? datum.bytes : 0))
    .sort(
      (a, b) =>
        Number('when' in b.data && b.data.when === 'initial') - Number('when' in a.data && a.data.when === 'initial') ||
        b.value! - a.value!,
    )
  const laidOut = treemap<Datum>()
    .tile(treemapSquarify)
    .size([WIDE.width * side, WIDE.height * side])(root)
  return html`<svg class="treemap" role="group" aria-label="${title}: ${formatBytes(total)}" focusable="false">
${laidOut.leaves().map(leaf => cell(leaf, leaf.data as BundlePart, total, rowOf))}</svg>`
}

function withoutDust(parts: readonly BundlePart[], total: number): readonly BundlePart[] {
  const isShown = (part: BundlePart) => part.name !== null && part.bytes >= SMALLEST_SHARE * total
  const dust = parts.filter(part => !isShown(part))
  const gathered = (['package', 'own'] as const).flatMap(kind => {
    const own = dust.filter(part => part.kind === kind)
    const [first] = own
    const add = (value: (part: BundlePart) => number) => own.reduce((sum, part) => sum + value(part), 0)
    if (!first) return []
    return [
      {
        ...first,
        name: null,
        bytes: add(part => part.bytes),
        gzipBytes: add(part => part.gzipBytes),
        modules: add(part => part.modules),
      },
    ]
  })
  return [...parts.filter(isShown), ...gathered]
}

const share = (value: number, of: number): string => `${Number(((100 * value) / of).toFixed(3))}%`

function cell(
  node: HierarchyRectangularNode<Datum>,
  part: BundlePart,
  total: number,
  rowOf: TreemapOptions['rowOf'],
): Markup {
  const { x0, x1, y0, y1 } = node
  const name = partName(part)
  const said = `${name}: ${formatBytes(part.bytes)}, ${formatPercentage(part.bytes / total)} of all, loaded ${WHEN[part.when]}`
  const whole = name
    .split('/')
    .slice(name.startsWith('@') ? 0 : -1)
    .join('/')
  const room = (screen: typeof NARROW) => ({
    width: ((x1 - x0) / WIDE.width) * screen.width - 12,
    height: ((y1 - y0) / WIDE.height) * screen.height,
  })
  const most = Math.floor(room(WIDE).width / CHARACTER)
  const label = whole.length > most && most >= 5 ? `${whole.slice(0, most - 1)}…` : whole
  const fits = (text: string, line: number, screen: typeof NARROW) =>
    text.length * CHARACTER <= room(screen).width && room(screen).height >= line * LINE + 6
  // Bytes without a name would tell nothing.
  const line = (text: string, number: number, tone: string) =>
    fits(label, 1, WIDE) &&
    fits(text, number, WIDE) &&
    html`<text class="${tone}${!(fits(label, 1, NARROW) && fits(text, number, NARROW)) && ' roomy'}" x="6" y="${number * LINE}">${text}</text>`
  return html`<a href="#${rowOf(part)}" class="cell ${part.when} ${part.kind}" aria-label="${said}"><title>${said}</title>
<svg x="${share(x0, WIDE.width)}" y="${share(y0, WIDE.height)}" width="${share(x1 - x0, WIDE.width)}" height="${share(y1 - y0, WIDE.height)}"><rect width="100%" height="100%"/>${line(label, 1, 'name')}${line(formatBytes(part.bytes), 2, 'bytes')}</svg></a>`
}
