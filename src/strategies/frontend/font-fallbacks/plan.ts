import { explainShift, justCame } from '../../../instruments/layout-shift/explain-shift.js'
import type { Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { median } from '../../../system/median.js'
import { componentStyles } from '../../fallback-fonts/component-styles.js'
import { type WrittenFallbacks, writeFallbacks } from '../../fallback-fonts/write-fallbacks.js'
import type { Context } from './context.js'
import { shownFaces } from './shown-faces.js'

export interface FallbackPlan extends WrittenFallbacks {
  /** Share of the layout shift of the pages that comes with fonts of these families, 0 to 1. */
  readonly share: number
  readonly findings: readonly Finding[]
}

/** Layout shift that comes with a font, by its address: the median over a page's loads, of the page where that is most. */
const shiftsOf = ({ observation }: Context): { readonly fonts: ReadonlyMap<string, number>; readonly all: number } => {
  const fonts = new Map<string, number>()
  let all = 0
  for (const { loads } of observation.pages) {
    const sums = loads.map(load => {
      const sum = new Map<string, number>()
      for (const shift of load.shifts) {
        if (explainShift(shift, load).cause !== 'font') continue
        // Which of those that came at about the same time moved the page is not told.
        for (const { url } of justCame(load.requests, 'font', shift.time))
          sum.set(url, (sum.get(url) ?? 0) + shift.value)
      }
      return sum
    })
    if (loads.length === 0) continue
    all = Math.max(all, median(loads.map(({ shifts }) => shifts.reduce((total, { value }) => total + value, 0))))
    for (const url of new Set(sums.flatMap(sum => [...sum.keys()])))
      fonts.set(url, Math.max(fonts.get(url) ?? 0, median(sums.map(sum => sum.get(url) ?? 0))))
  }
  return { fonts, all }
}

/** What holds the place of text whose font makes pages move when it comes. Edits nothing. */
export const planFallbacks = async (context: Context, workspace: ReadableWorkspace): Promise<FallbackPlan> => {
  const { minimumShift, leaveFamilies } = context.configuration
  const { styles: sheets, faces, refusals: others } = await shownFaces(context, workspace)
  const shifts = shiftsOf(context)
  const refusals: Refusal[] = [...others]
  const findings: Finding[] = []
  const moving = new Map<string, number>()
  for (const family of new Set(faces.map(({ face }) => face.family))) {
    const own = faces.filter(({ face }) => face.family === family)
    const refuse = (reason: string): void => {
      refusals.push({ subject: family, reason })
    }
    const shift = [...new Set(own.map(({ font }) => font.url))].reduce(
      (sum, url) => sum + (shifts.fonts.get(url) ?? 0),
      0,
    )
    if (leaveFamilies.some(one => one.toLowerCase() === family.toLowerCase()))
      refuse('it is among those that are to stay as they are')
    else if (shift < minimumShift) refuse('no measured page moves when it comes, or less than is told')
    else {
      findings.push({
        subject: family,
        message: `pages move by ${shift.toFixed(3)} when it comes`,
        metric: 'cumulative-layout-shift',
        value: Math.round(shift * 1000) / 1000,
      })
      moving.set(family, shift)
    }
  }
  const moved = faces.filter(({ face }) => moving.has(face.family))
  const written = await writeFallbacks([...sheets, ...(await componentStyles(workspace))], moved)
  const less = written.families.reduce((sum, family) => sum + moving.get(family)!, 0)
  const share = shifts.all === 0 ? 0 : Math.min(1, less / shifts.all)
  return { ...written, share, findings, refusals: [...refusals, ...written.refusals] }
}
