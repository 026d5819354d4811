import { TunewrightError } from '../model/errors.js'
import { pagePathOf, parseLocalUrl } from '../model/local-url.js'
import type { ProjectSide, ProvenSide, ProvingSide, RunningSide } from '../model/proving.js'
import type { MeasuredSystem, PageTarget } from '../model/target.js'
import { DEFAULT_PAGES, pageId } from '../target/pages.js'

export const isRunning = (side: ProvingSide): side is RunningSide => 'url' in side

/** What is measured of a side. @throws TunewrightError INPUT_INVALID for a URL that is not of this machine */
export function systemOf(side: ProvingSide): MeasuredSystem {
  if (!isRunning(side)) return side.target
  const { name, url, pages, profileWeights, login, flows, allowHosts } = side
  return {
    id: 'running',
    name,
    pages: pages ?? [pageAt(pagePathOf(parseLocalUrl(url)))],
    ...(pages === undefined && { findPages: DEFAULT_PAGES }),
    ...(profileWeights && { profileWeights }),
    ...(login && { login }),
    ...(flows && { flows }),
    ...(allowHosts && { allowHosts }),
  }
}

const pageAt = (path: string): PageTarget => ({ id: pageId(path), path, weight: 1 })

/** Places that no session may work on meanwhile: the user's checkouts, and what runs. In an order in which two that wait do not wait for each other. */
export const placesOf = (...sides: readonly ProvingSide[]): readonly string[] => [...new Set(sides.map(placeOf))].sort()

const placeOf = (side: ProvingSide): string =>
  isRunning(side) ? parseLocalUrl(side.url).origin : (side.surroundings ?? side.target.root)

/** A side as it is put on record. @param revision what was built of it */
export const provenSide = (side: ProvingSide, revision: string): ProvenSide =>
  isRunning(side)
    ? { name: side.name, kind: 'running', revision: null, place: side.url }
    : {
        name: side.name,
        kind: side.project === undefined ? 'folder' : 'revision',
        revision,
        place: side.project ?? side.target.root,
      }

/** Which pages are held against each other. */
export interface ComparedPages extends Pick<MeasuredSystem, 'pages' | 'findPages'> {
  /** The only page, where the candidate has it at a path of its own. */
  readonly ofCandidate?: PageTarget
}

/**
 * Those named for either side, else those found from the links of the first. Where URLs say different paths, these are the two pages that are
 * meant, and nothing else: which of the other pages belong together, nobody said.
 * @throws TunewrightError INPUT_INVALID where such URLs come with pages as well
 */
export function comparedPages(base: ProvingSide, candidate: ProvingSide): ComparedPages {
  const named = namedPages(base) ?? namedPages(candidate)
  const paths = [base, candidate].map(side => saidPath(side) ?? systemOf(side).pages[0]?.path ?? '/')
  const [before = '/', after = '/'] = paths
  const isSaid = saidPath(base) !== null || saidPath(candidate) !== null
  if (!isSaid || before === after) {
    if (named) return { pages: named }
    return { pages: isSaid ? [pageAt(before)] : systemOf(base).pages, findPages: DEFAULT_PAGES }
  }
  if ([base, candidate].some(side => isRunning(side) && side.pages !== undefined))
    throw new TunewrightError(
      'INPUT_INVALID',
      `The two sides name different pages, ${before} and ${after}, and pages are named besides.`,
      {
        remedy:
          'Leave out the pages: these two are held against each other. Or leave out the paths: then the pages are looked for on both.',
      },
    )
  return { pages: [pageAt(before)], ofCandidate: pageAt(after) }
}

/** The path that a URL says; the root says nothing. */
function saidPath(side: ProvingSide): string | null {
  const path = isRunning(side) ? pagePathOf(parseLocalUrl(side.url)) : '/'
  return path === '/' ? null : path
}

const namedPages = (side: ProvingSide): readonly PageTarget[] | undefined => {
  if (isRunning(side)) return side.pages
  return side.target.findPages === undefined ? side.target.pages : undefined
}

/** What has to be known of figures of sides that were running already, as sentences. */
export function caveatsOfSides(base: ProvingSide, candidate: ProvingSide): string[] {
  const running = [base, candidate].filter(isRunning)
  if (running.length === 0) return []
  const built = [base, candidate].filter((side): side is ProjectSide => !isRunning(side))
  const names = running.map(({ name }) => name).join(' and ')
  const [first, second] = running.map(({ url }) => parseLocalUrl(url))
  const isOne = second !== undefined && first?.origin === second.origin
  return [
    isOne
      ? `Both were answered by the service at ${first?.origin}, so what one page makes of it (caches, load) the other met as well.`
      : '',
    `${names} ran already. Browser, port and order were fresh for each block; the ${running.length === 1 || isOne ? 'process was' : 'processes were'} not, and ${running.length === 1 || isOne ? 'is one draw of its' : 'are one draw of their'} noise: one that happened to start well (memory, caches, compiled code) favours its side all the way. Before you rely on a small effect, start ${running.length === 1 || isOne ? 'it' : 'both'} anew and compare again.`,
    ...built.map(
      ({ name }) =>
        `Only ${name} was built here. How ${names} was built, with which settings and data, is not known: a difference there is measured as if it were the change.`,
    ),
  ].filter(text => text !== '')
}
