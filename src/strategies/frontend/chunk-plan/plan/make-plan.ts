import type { Flow } from '../../../../model/flow.js'
import type { BundleObservation, Observation } from '../../../../model/observation.js'
import { withoutQuery } from '../../../../model/pathname.js'
import { PROFILES } from '../../../../model/profile.js'
import type { ChunkPlanning } from '../configuration.js'
import { type Atom, type FileWeight, readAtoms } from './atoms.js'
import { type CostModel, CostOf, type Costs } from './cost.js'
import { planOf } from './name-chunks.js'
import { readNeeds } from './needs.js'
import { type Optimised, optimise } from './optimise.js'
import type { ChunkPlan } from './plan.js'
import { readTraffic } from './traffic.js'

export interface MadePlan {
  readonly plan: ChunkPlan
  readonly atoms: readonly Atom[]
  readonly costs: Costs
  /** What `visit-script-size` comes to with the build as it is, and is expected to come to with the plan, bytes. */
  readonly visit: { readonly before: number; readonly after: number }
}

export interface PlanInput {
  readonly bundle: BundleObservation
  /** Chance that the next deploy changes a script file, by file. */
  readonly chances: Readonly<Record<string, number>>
  readonly observation: Pick<Observation, 'pages'>
  readonly flows: readonly Flow[]
  readonly files: ReadonlyMap<string, FileWeight>
  readonly configuration: ChunkPlanning
  /** Whether modules of the project's own may be put into files of their own where that changes the order in which they run. */
  readonly ownMayMove: boolean
  /** Packages that stay where they are. */
  readonly fixedPackages: ReadonlySet<string>
  /** Whether webpack's runtime is in a file of its own already; null: it may be put there. */
  readonly runtimeApart: boolean | null
}

/** Headers of a request and its answer, as HPACK leaves them. */
const HEADERS = 350
/** Requests go out together and share their round trip; what each adds of waiting and of work in the browser, as a share of one. */
const OF_ROUND_TRIP = 0.01

/** What a request costs besides its body, in bytes that the measured profiles' links could have carried meanwhile. */
export const requestCost = ({ pages }: Pick<Observation, 'pages'>): number => {
  const profiles = [...new Set(pages.map(({ profile }) => profile))]
  const costs = (profiles.length > 0 ? profiles : (['mobile'] as const)).map(id => {
    const { roundTrip, down } = PROFILES[id].network
    return HEADERS + (OF_ROUND_TRIP * roundTrip * down) / 8
  })
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length
}

/** The build as it is, by the same measure: files that the measured pages load, as they compress, and again by the chance that they change. */
const visitBefore = ({ bundle, chances, observation, files }: PlanInput): number => {
  const urls = observation.pages.flatMap(({ survey }) => survey.requests.map(({ url }) => withoutQuery(url)))
  const loaded = [...files.keys()].filter(file => urls.some(url => url.endsWith(`/${file}`)))
  const told = loaded.length > 0 ? loaded : bundle.entrypoints.flatMap(entry => entry.files)
  return told.reduce((sum, file) => sum + (files.get(file)?.compressed ?? 0) * (1 + (chances[file] ?? 0)), 0)
}

/** Makes the plan that costs least for a build. Pure: the same input gives the same plan. */
export const makePlan = (input: PlanInput): MadePlan => {
  const { bundle, observation, flows, configuration, files } = input
  const needs = readNeeds(bundle)
  const linked = bundle.bundler !== 'webpack'
  const atoms = readAtoms(bundle, needs, files, {
    linked,
    ownMayMove: input.ownMayMove,
    fixedPackages: input.fixedPackages,
  })
  const traffic = readTraffic(needs, { ...observation, bundle }, flows, configuration.visit.pages)
  const { minimumSize, maximumRequests } = configuration.limits
  const model: Omit<CostModel, 'runtimeApart'> = {
    atoms,
    roots: needs.roots,
    traffic,
    returning: configuration.visit.returning,
    requestCost: requestCost(observation),
    minimumSize: linked ? 0 : minimumSize,
    maximumRequests,
    linked,
  }
  const tried = (input.runtimeApart === null ? [false, true] : [input.runtimeApart]).map(runtimeApart => {
    const whole = { ...model, runtimeApart }
    return { runtimeApart, optimised: optimise(whole), of: new CostOf(whole) }
  })
  const best = tried.reduce((a, b) => (b.optimised.costs.total < a.optimised.costs.total ? b : a))
  const optimised: Optimised = best.optimised
  const taken = bundle.chunks.flatMap(({ names }) => names)
  return {
    plan: planOf(atoms, optimised, {
      taken,
      firsts: needs.roots.flatMap(({ first }, index) => (first ? [index] : [])),
      runtimeApart: best.runtimeApart,
    }),
    atoms,
    costs: optimised.costs,
    visit: { before: visitBefore(input), after: best.of.visitOf(optimised.costs) },
  }
}
