import type { Breakage } from '../../model/experiment.js'
import type { PageSurvey } from '../../model/observation.js'
import type { ProfileId } from '../../model/profile.js'
import { groupBy } from '../../system/group-by.js'
import { filesLeftOut } from './files-left-out.js'

/** A breakage where it was seen: under one profile, or under none in particular. */
export interface Sighting extends Breakage {
  readonly profile?: ProfileId
}

/** What is told first: causes, then what a person misses, what machines and other ways of looking miss, and last what only shows that something is. */
const RANKS: Readonly<Record<Breakage['check'], number>> = {
  requests: 0,
  console: 0,
  tests: 1,
  text: 2,
  pictures: 3,
  use: 4,
  media: 5,
  covered: 5,
  forms: 5,
  addresses: 5,
  anchors: 5,
  crawl: 5,
  'accessible-tree': 6,
  announced: 6,
  head: 6,
  kept: 6,
  flows: 7,
  arrived: 7,
  tried: 7,
  'by-keyboard': 7,
  'without-scripts': 7,
  'other-media': 7,
  again: 7,
  paint: 8,
  pixels: 8,
  confound: 9,
}

/**
 * Breakages as people read them: what explains them at the head, each told once with the profiles under which it was seen.
 * @param surveys of the pages on which they were seen
 */
export function tellBreakages(
  found: readonly Sighting[],
  surveys: { readonly baseline: readonly PageSurvey[]; readonly candidate: readonly PageSurvey[] },
): Breakage[] {
  const sorted = [...found].sort((a, b) => RANKS[a.check] - RANKS[b.check])
  return folded([...explanations(found, surveys), ...sorted])
}

function explanations(found: readonly Sighting[], surveys: Parameters<typeof tellBreakages>[1]): Sighting[] {
  const broken = found.filter(({ check }) => check !== 'confound')
  const [before, after] = [surveys.baseline, surveys.candidate].map(arm =>
    groupBy(arm, ({ page, profile }) => `${page} ${profile}`),
  )
  return [...before!].flatMap(([place, looks]) => {
    const { page, profile } = looks[0]!
    if (!broken.some(one => one.page === page && one.profile === profile)) return []
    const now = after!.get(place) ?? []
    // Small pictures may stand in the code now: which of them, nobody can tell.
    const ofCode = mostInlined(now) > mostInlined(looks)
    const asked = (own: readonly PageSurvey[]) =>
      own.map(({ requests }) => requests.filter(({ kind }) => !(ofCode && kind === 'image')))
    return filesLeftOut(asked(looks), asked(now)).map(
      (message): Sighting => ({ check: 'requests', page, profile, message, explains: true }),
    )
  })
}

const mostInlined = (looks: readonly PageSurvey[]): number =>
  Math.max(0, ...looks.map(({ inlinedImages }) => inlinedImages?.length ?? 0))

const folded = (sightings: readonly Sighting[]): Breakage[] =>
  [...groupBy(sightings, ({ check, page, message }) => JSON.stringify([check, page, message])).values()].map(same => {
    const { profile: _, ...breakage } = same[0]!
    const profiles = [...new Set(same.flatMap(({ profile }) => profile ?? []))]
    return profiles.length > 0 ? { ...breakage, message: `${breakage.message} (${profiles.join(', ')})` } : breakage
  })
