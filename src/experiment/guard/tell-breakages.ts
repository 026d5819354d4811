import type { Breakage } from '../../model/experiment.js'
import type { PageSurvey } from '../../model/observation.js'
import type { ProfileId } from '../../model/profile.js'
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
  const places = new Map(
    surveys.baseline
      .filter(survey => broken.some(({ page, profile }) => page === survey.page && profile === survey.profile))
      .map(({ page, profile }) => [`${page} ${profile}`, { page, profile }]),
  )
  return [...places.values()].flatMap(({ page, profile }) => {
    const asked = (looks: readonly PageSurvey[]) =>
      looks.filter(look => look.page === page && look.profile === profile).map(({ requests }) => requests)
    return filesLeftOut(asked(surveys.baseline), asked(surveys.candidate)).map(
      (message): Sighting => ({ check: 'requests', page, profile, message, explains: true }),
    )
  })
}

function folded(sightings: readonly Sighting[]): Breakage[] {
  const told = new Map<string, { readonly breakage: Breakage; readonly profiles: Set<ProfileId> }>()
  for (const { profile, ...breakage } of sightings) {
    const key = JSON.stringify([breakage.check, breakage.page, breakage.message])
    const one = told.get(key) ?? { breakage, profiles: new Set() }
    told.set(key, one)
    if (profile) one.profiles.add(profile)
  }
  return [...told.values()].map(({ breakage, profiles }) => ({
    ...breakage,
    message: profiles.size > 0 ? `${breakage.message} (${[...profiles].join(', ')})` : breakage.message,
  }))
}
