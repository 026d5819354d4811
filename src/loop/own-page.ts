import type { ServedArm } from '../experiment/index.js'
import type { PageVisit } from '../instruments/lab/index.js'
import { withoutQuery } from '../model/pathname.js'
import type { PageTarget } from '../model/target.js'
import type { LookingRuntime } from './runtime.js'

const folderOf = (path: string): string => withoutQuery(path).replace(/[^/]*$/, '')

/** A path of the candidate's as the base would call it: the page itself, and what lies beside and below it. */
export function asOfBase(path: string, own: string, base: string): string {
  if (path === own) return base
  if (withoutQuery(path) === withoutQuery(own)) return `${withoutQuery(base)}${path.slice(withoutQuery(path).length)}`
  const [from, to] = [folderOf(own), folderOf(base)]
  return path.startsWith(from) ? `${to}${path.slice(from.length)}` : path
}

/** What a line says with paths in it, as the base would say it: `“About us” leads to /new/about.html`, `canonical address "/new/"`. */
export const lineAsOfBase = (line: string, own: string, base: string): string =>
  line.replace(/(?<=^|[\s"“(])\/[^\s"”)]*/g, path => asOfBase(path, own, base))

/** What is read on a page is its own, whatever it looks like. */
const READ: readonly string[] = ['text', 'tree']

/**
 * Two sides of which the candidate has the page that is compared at a path of its own: in its arms, it is loaded from there. What is seen of it
 * bears the paths of the base, so that what differs by its place alone is no difference.
 * @param page as the base has it
 * @returns the runtimes of base and candidate, with one lab
 */
export function withOwnPage(
  base: LookingRuntime,
  candidate: LookingRuntime,
  page: PageTarget,
  { path }: PageTarget,
): readonly [base: LookingRuntime, candidate: LookingRuntime] {
  const { lab } = base
  const candidates = new WeakSet<ServedArm>()
  const at = (served: ServedArm, asked: PageTarget) => (candidates.has(served) ? { ...asked, path } : asked)
  const named = (url: string) => asOfBase(url, path, page.path)
  const lines = (all: readonly string[]) => all.map(line => lineAsOfBase(line, path, page.path))
  const withLines = <L extends Readonly<Partial<Record<string, readonly string[]>>>>(all: L): L =>
    Object.fromEntries(
      Object.entries(all).map(([kind, own]) => [kind, own && !READ.includes(kind) ? lines(own) : own]),
    ) as L
  /** What was seen in an arm, with the names of the base. */
  const seen = <S extends Pick<PageVisit, 'requests' | 'errors'>>(served: ServedArm, one: S): S =>
    candidates.has(served)
      ? {
          ...one,
          requests: one.requests.map(request => ({ ...request, url: named(request.url) })),
          errors: lines(one.errors),
        }
      : one
  const own: LookingRuntime['lab'] = {
    load: async (served, asked, profile, o) => seen(served, await lab.load(served, at(served, asked), profile, o)),
    async survey(served, asked, profile, o) {
      const survey = seen(served, await lab.survey(served, at(served, asked), profile, o))
      if (!candidates.has(served)) return survey
      return { ...survey, links: survey.links.map(named), aspects: withLines(survey.aspects) }
    },
    warm: (served, asked, profile) => lab.warm(served, at(served, asked), profile),
    visit: async (served, asked, profile) => seen(served, await lab.visit(served, at(served, asked), profile)),
    async look(served, asked, profile, kind, o) {
      const look = await lab.look(served, at(served, asked), profile, kind, o)
      if (!candidates.has(served)) return look
      return { ...look, states: look.states.map(state => ({ ...state, lines: withLines(state.lines) })) }
    },
    follow: (served, flow, profile, o) => lab.follow(served, flow, profile, o),
    renew: () => lab.renew(),
  }
  const serve: LookingRuntime['serve'] = async arm => {
    const served = await candidate.serve(arm)
    candidates.add(served)
    return served
  }
  return [
    { ...base, lab: own },
    { ...candidate, lab: own, serve },
  ]
}
