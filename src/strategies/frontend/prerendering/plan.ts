import type { ActuatorContext, Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { extendConfig } from '../../build-config/extend-config.js'
import { type BuildConfiguration, readBuildConfiguration } from '../../build-config/read-build.js'
import { observedPages } from '../../html/observed-pages.js'
import { PAGE, readApplication } from './application.js'
import { type Drawn, drawPages } from './draw.js'
import { type DrawnApplication, HELPER } from './helper/helper-source.js'
import { drawnPaths } from './paths.js'
import { type PageGain, pageGains } from './predict.js'

export type Context = ActuatorContext<'prerendering'>

export const PAGES_OF = 'Pages are drawn at build time for'

export interface PrerenderingPlan {
  /** With the paths that can be drawn; null where none can. */
  readonly application: DrawnApplication | null
  readonly gains: readonly PageGain[]
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

/** The configuration with the helper, and where it lies, or why it cannot be extended. */
export const extended = ({
  bundle,
  configs,
}: BuildConfiguration): { readonly path: string; readonly text: string } | string => {
  if (bundle.bundler !== 'vite') return `${bundle.bundler} builds it: pages are drawn in builds of Vite`
  const [first] = configs
  if (!first) return 'the configuration by which Vite builds it is no file of the project'
  if (first[1].includes(HELPER.pass)) return `${first[0]} has pages drawn already`
  const text = extendConfig(first[0], first[1], HELPER)
  return text === null ? `what ${first[0]} exports cannot be passed on` : { path: first[0], text }
}

const nothing = (refusals: readonly Refusal[]): PrerenderingPlan => ({
  application: null,
  gains: [],
  findings: [],
  refusals,
})

/** Which pages of an application its own code can draw while it is built, and what that is worth. Edits nothing. */
export const planPrerendering = async (context: Context, workspace: ReadableWorkspace): Promise<PrerenderingPlan> => {
  const { target, observation, baseline, configuration } = context
  const build = await readBuildConfiguration(context, workspace, PAGES_OF)
  const config = extended(build)
  if (typeof config === 'string') return nothing([{ subject: build.bundle.bundler, reason: config }])
  const read = await readApplication(build, baseline.root, workspace)
  if ('reason' in read) return nothing([read])
  const base = target.serve.kind === 'static' ? (target.serve.base ?? '') : ''
  const paths = await drawnPaths(observedPages(observation), base, workspace)
  const first = paths.length === 0 ? [] : await drawPages({ ...read, paths }, config.path, context)
  const drawn = first.flatMap(one => ('markup' in one ? [one] : []))
  const gains = pageGains(observation, base, drawn)
  const { minimumGain } = configuration.prerendering
  const worth = new Set(
    gains
      .filter(({ path, paint }) => drawn.some(one => one.path === path) && paint >= minimumGain)
      .map(({ path }) => path),
  )
  return {
    application: worth.size === 0 ? null : { ...read, paths: paths.filter(path => worth.has(path)) },
    gains: gains.map(gain => (worth.has(gain.path) ? gain : { ...gain, paint: 0, largest: 0 })),
    findings: [...worth].map(path => ({
      subject: path,
      message: 'what it shows can be drawn while the project is built: until its scripts have come it shows nothing',
    })),
    refusals: [
      ...(paths.length === 0
        ? [{ subject: PAGE, reason: 'no measured page is at a path that the project’s code names' }]
        : []),
      ...first.flatMap(one => refusedFor(one, worth, minimumGain)),
    ],
  }
}

const refusedFor = (one: Drawn, worth: ReadonlySet<string>, least: number): Refusal[] => {
  if ('reason' in one) return [{ subject: one.path, reason: `${one.reason}; it is left to its scripts` }]
  return worth.has(one.path)
    ? []
    : [
        {
          subject: one.path,
          reason: `it would be painted less than ${least * 100} % earlier (prerendering.minimumGain)`,
        },
      ]
}
