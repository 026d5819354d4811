import { posix } from 'node:path'
import type { Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { Observation } from '../../../model/observation.js'
import { withoutQuery } from '../../../model/pathname.js'
import { type Context, findSheets, type ProjectSheet, pinnedNames } from './find-sheets.js'
import { hazards, ProjectNames } from './project-names.js'
import { readProjectTexts } from './project-texts.js'
import { type PrunedSheet, withoutUnused } from './unused-rules.js'

/** A sheet that was looked at, and what of it nothing uses. */
export interface LookedAtSheet {
  readonly sheet: ProjectSheet
  readonly pruned: PrunedSheet
}

export interface UnusedPlan {
  /** What is cut out of these. */
  readonly planned: readonly LookedAtSheet[]
  readonly lookedAt: readonly LookedAtSheet[]
  readonly refusals: readonly Refusal[]
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/** Rules of more bytes than the browser saw to be without effect: some of them had one. */
const appliesSomewhere = ({ sheet, pruned }: LookedAtSheet, { pages, otherViews }: Observation): boolean =>
  [...pages.map(({ survey }) => survey), ...otherViews].some(({ styles = [] }) =>
    styles.some(
      ({ url, bytes, usedBytes }) => withoutQuery(url) === sheet.address && pruned.ruleBytes > bytes - usedBytes,
    ),
  )

const reasonAgainst = (one: LookedAtSheet, context: Context, pinned: ReadonlySet<string>): string | null => {
  const { minimumShare, minimumBytes } = context.configuration.removed
  const { bytes, removedBytes } = one.pruned
  if (one.sheet.against !== null) return one.sheet.against
  if (pinned.has(posix.basename(one.sheet.path)))
    return 'is named with its hash (integrity) by another page, which would no longer fit'
  if (removedBytes < minimumBytes || removedBytes < bytes * minimumShare)
    return `only ${kilobytes(removedBytes)} of its ${kilobytes(bytes)} would go`
  if (appliesSomewhere(one, context.observation))
    return 'has rules that apply on a measured page though no text of the project names what they apply to'
  return null
}

/** What of the project's own style sheets nothing in it can use. Edits nothing. */
export const planUnused = async (context: Context, workspace: ReadableWorkspace): Promise<UnusedPlan> => {
  const { target, baseline, observation } = context
  const nothing = (reason: string, others: readonly Refusal[] = []): UnusedPlan => ({
    planned: [],
    lookedAt: [],
    refusals: [...others, { subject: target.name, reason }],
  })
  if (target.serve.kind !== 'static')
    return nothing('makes pages while it runs: what it puts on them is not all in its files')
  const { sheets, refusals, unknown } = await findSheets(context, workspace)
  if (sheets.length === 0)
    return nothing('its measured pages get no style sheet that is a plain file of the project', [
      ...refusals,
      ...unknown,
    ])
  const texts = await readProjectTexts(target, baseline, workspace)
  const names = new ProjectNames(texts, observation)
  const lookedAt: LookedAtSheet[] = []
  const unread: Refusal[] = []
  for (const sheet of sheets) {
    const pruned = withoutUnused(sheet.text, names.knows, name => names.startsAnimation(name, sheet.path))
    if (typeof pruned === 'string') unread.push({ subject: sheet.path, reason: pruned })
    else lookedAt.push({ sheet, pruned })
  }
  // What a build makes of its pages is among the texts, whatever it makes them from.
  const untold = [...hazards(texts, observation), ...(target.build ? [] : unknown)]
  const pinned = pinnedNames(texts.texts.map(({ text }) => text))
  const against = lookedAt.flatMap(one => {
    const reason = reasonAgainst(one, context, pinned)
    return reason === null ? [] : [{ subject: one.sheet.path, reason }]
  })
  const left = new Set(against.map(({ subject }) => subject))
  return {
    planned: untold.length > 0 ? [] : lookedAt.filter(({ sheet }) => !left.has(sheet.path)),
    lookedAt,
    refusals: [...refusals, ...unread, ...untold, ...against],
  }
}
