import type { ServedArm } from '../experiment/index.js'
import type { RequestRecord } from '../model/observation.js'
import type { PageState } from '../model/page-look.js'
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

type Lines<K extends string> = Readonly<Partial<Record<K, readonly string[]>>>

const withLines = <K extends string>(all: Lines<K>, named: (lines: readonly string[]) => readonly string[]): Lines<K> =>
  Object.fromEntries(
    (Object.entries(all) as [K, readonly string[]][]).map(([kind, lines]) => [kind, named(lines)]),
  ) as Lines<K>

const read = ({ text, tree }: PageState['lines']): PageState['lines'] => ({
  ...(text && { text }),
  ...(tree && { tree }),
})

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
  const requests = (all: readonly RequestRecord[]) => all.map(request => ({ ...request, url: named(request.url) }))
  const own: LookingRuntime['lab'] = {
    async load(served, asked, profile, o) {
      const load = await lab.load(served, at(served, asked), profile, o)
      return candidates.has(served) ? { ...load, requests: requests(load.requests), errors: lines(load.errors) } : load
    },
    async survey(served, asked, profile) {
      const survey = await lab.survey(served, at(served, asked), profile)
      if (!candidates.has(served)) return survey
      return {
        ...survey,
        requests: requests(survey.requests),
        errors: lines(survey.errors),
        links: survey.links.map(named),
        aspects: withLines(survey.aspects, lines),
      }
    },
    warm: (served, asked, profile) => lab.warm(served, at(served, asked), profile),
    visit: (served, asked, profile) => lab.visit(served, at(served, asked), profile),
    async look(served, asked, profile, kind, o) {
      const look = await lab.look(served, at(served, asked), profile, kind, o)
      if (!candidates.has(served)) return look
      const states = look.states.map(state => ({
        ...state,
        // What is read on the page is its own, whatever it looks like.
        lines: { ...withLines(state.lines, lines), ...read(state.lines) },
      }))
      return { ...look, states }
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
