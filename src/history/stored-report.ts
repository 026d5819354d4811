import { existsSync } from 'node:fs'
import { openClone } from '../change/clone.js'
import { commitFacts } from '../change/recorded-commits.js'
import { comparisonFolder, withPictures } from '../loop/comparison-memory.js'
import { assembleReport } from '../loop/summary/report.js'
import { TunewrightError } from '../model/errors.js'
import type { Comparison, Proving } from '../model/proving.js'
import type { Alert, OptimizationAutomationReport, OptimizationAutomationSession } from '../model/session.js'
import type { PicturePreviews } from '../report/html/pictures.js'
import { picturePreviews } from '../report/picture-previews.js'
import { stateFolder } from '../system/state-folder.js'
import { cloneFolder } from './rollback/scope.js'

export interface StoredReport {
  readonly report: OptimizationAutomationReport
  readonly previews: PicturePreviews
}

/**
 * The report of a stored session once more, from the store, the user's repository and what is left of the session's folder. What was cleaned
 * away in the meantime is said in its alerts.
 * @throws TunewrightError INPUT_INVALID for a session that is under way or ended before anything was analyzed
 */
export async function storedReport(session: OptimizationAutomationSession): Promise<StoredReport> {
  const analysis = session.config.targets.map(({ id }) => session.analyses[id]).find(known => known !== undefined)
  if (!analysis && session.status === 'active') {
    throw new TunewrightError('INPUT_INVALID', `Session ${session.id} is under way: there is nothing to report yet.`, {
      remedy: 'Wait until it has ended; `tunewright history` shows what became of it.',
    })
  }
  if (!analysis) {
    throw new TunewrightError('INPUT_INVALID', `Session ${session.id} ended before there was anything to report.`, {
      remedy: `It ended for this reason: ${session.failure ?? 'it was stopped'}`,
    })
  }
  const assembled = assembleReport(session, analysis)
  const places = await picturePlaces(session)
  const previews = new Map(
    (await Promise.all(places.map(({ root }) => picturePreviews(assembled, root)))).flatMap(found => [...found]),
  )
  const gaps = [...(await missingPictures(session, places)), ...missingFolder(session)]
  const alerts = gaps.map((message): Alert => ({ at: assembled.generatedAt, severity: 'info', message }))
  return { report: { ...assembled, session: { ...session, alerts: [...session.alerts, ...alerts] } }, previews }
}

export interface StoredComparisonReport {
  readonly proving: Proving
  /** Where its pictures and its report are. */
  readonly folder: string
}

/** A stored comparison as it was, with its pictures, or with word that they were cleaned away. */
export async function storedComparison({ proving: stored }: Comparison): Promise<StoredComparisonReport> {
  const state = stateFolder()
  const folder = comparisonFolder(state, stored.id)
  const { proving, hasPictures } = await withPictures(state, stored)
  if (hasPictures) return { proving, folder }
  return { proving: { ...proving, caveats: [...proving.caveats, CLEANED] }, folder }
}

const CLEANED = 'Its filmstrips and screenshots were cleaned away; the figures are all there.'

interface Place {
  /** The package, as `git show` takes paths relative to it. */
  readonly root: string
}

/** Where commits with pictures may be: the private copies, then the user's repositories, whose word counts last. */
async function picturePlaces(session: OptimizationAutomationSession): Promise<Place[]> {
  const clones = await Promise.all(
    session.config.targets.map(target => openClone(cloneFolder(session, target)).catch(() => null)),
  )
  return [...clones.flatMap(clone => (clone ? [{ root: clone.root }] : [])), ...session.config.targets].filter(
    ({ root }) => existsSync(root),
  )
}

async function missingPictures(session: OptimizationAutomationSession, places: readonly Place[]): Promise<string[]> {
  const kept = session.results
    .flatMap(({ execution }) => execution.trials)
    .filter(({ commit, applied }) => commit !== null && (applied?.pictures?.length ?? 0) > 0)
  const gone = await Promise.all(
    kept.map(async ({ commit, candidate }) => {
      const found = await Promise.all(places.map(({ root }) => commitFacts(root, commit ?? '').catch(() => null)))
      return found.some(facts => facts?.isThere) ? [] : [candidate.title]
    }),
  )
  return gone
    .flat()
    .map(title => `No previews of the pictures of "${title}": its commit is not in the repository any more.`)
}

const missingFolder = ({ stateFolder }: OptimizationAutomationSession): string[] =>
  existsSync(stateFolder)
    ? []
    : ['The folder of this session was cleaned away: its surveys, screenshots and logs are not to be had any more.']
