import type { ServedArm } from '../experiment/index.js'
import type { RequestRecord } from '../model/observation.js'
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
  const requests = (all: readonly RequestRecord[]) => all.map(request => ({ ...request, url: named(request.url) }))
  const own: LookingRuntime['lab'] = {
    async load(served, asked, profile, o) {
      const load = await lab.load(served, at(served, asked), profile, o)
      return candidates.has(served) ? { ...load, requests: requests(load.requests) } : load
    },
    async survey(served, asked, profile) {
      const survey = await lab.survey(served, at(served, asked), profile)
      if (!candidates.has(served)) return survey
      return { ...survey, requests: requests(survey.requests), links: survey.links.map(named) }
    },
    warm: (served, asked, profile) => lab.warm(served, at(served, asked), profile),
    visit: (served, asked, profile) => lab.visit(served, at(served, asked), profile),
    async look(served, asked, profile, kind, o) {
      const look = await lab.look(served, at(served, asked), profile, kind, o)
      if (!candidates.has(served)) return look
      const states = look.states.map(state => ({
        ...state,
        lines: { ...state.lines, ...(state.lines.place && { place: state.lines.place.map(named) }) },
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
