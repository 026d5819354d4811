import { lighterThan } from '../../instruments/bundle/lighter-packages.js'
import type { PackageDiagnosis } from '../../model/diagnosis.js'
import type { BundleModule, Observation } from '../../model/observation.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import { formatBytes, formatNumber } from '../../report/format.js'
import { groupBy } from '../../system/group-by.js'
import { copyOf } from '../build-check/package-copies.js'
import type { Point } from './point.js'
import { listed } from './words.js'

/** Shares of the first load's JavaScript from which a package is named, and from which it is listed. */
const WORTH_NAMING = 0.05
const WORTH_LISTING = 0.005
const MOST = 40
/** Extra copies and polyfills of fewer bytes are not named. */
const LEAST = 5_000

/** What fills in for browsers that lack something. */
const POLYFILLS =
  /^(?:core-js(?:-pure)?|@babel\/(?:polyfill|runtime-corejs\d)|regenerator-runtime|whatwg-fetch|isomorphic-fetch|unfetch|cross-fetch|es6-promise|promise-polyfill|es5-shim|es6-shim|object-assign|url-polyfill|whatwg-url|url-search-params-polyfill|intersection-observer|resize-observer-polyfill|smoothscroll-polyfill|abortcontroller-polyfill|web-animations-js|text-encoding|custom-event-polyfill|element-closest|@webcomponents\/webcomponentsjs)$/

const weigh = (modules: readonly BundleModule[]): number => modules.reduce((sum, { parsedSize }) => sum + parsedSize, 0)

/** What every visit loads at first: its files and their bytes. */
const initialOf = ({ bundle }: Observation): { readonly files: ReadonlySet<string>; readonly bytes: number } => {
  const chunks = (bundle?.chunks ?? []).filter(({ initial }) => initial)
  return {
    files: new Set(chunks.flatMap(({ files }) => files)),
    bytes: chunks.reduce((sum, { size }) => sum + size, 0),
  }
}

function copiesOf(modules: readonly BundleModule[]): PackageDiagnosis['copies'] {
  return [...groupBy(modules, ({ path }) => copyOf(path) ?? '')]
    .filter(([folder]) => folder !== '')
    .map(([folder, own]) => {
      const asking = own
        .flatMap(({ importedBy }) => importedBy.map(({ path }) => path))
        .filter(path => copyOf(path) !== folder)
        .map(path => copyOf(path)?.split('node_modules/').at(-1) ?? null)
      return {
        folder,
        bytes: weigh(own),
        askedBy: [...new Set(asking)].toSorted((a, b) => (a ?? '').localeCompare(b ?? '')),
      }
    })
    .toSorted((a, b) => b.bytes - a.bytes || a.folder.localeCompare(b.folder))
}

/** The packages in the bundle, the largest first, with what is known against them. */
export function packagesOf(
  observation: Observation,
  opportunities: readonly OptimizationOpportunity[],
): PackageDiagnosis[] {
  const { bundle } = observation
  if (!bundle) return []
  const initial = initialOf(observation)
  const findings = opportunities.flatMap(opportunity => opportunity.findings)
  const all = weigh(bundle.modules)
  return [...groupBy(bundle.modules, ({ packageName }) => packageName ?? '')]
    .filter(([name]) => name !== '')
    .map(([name, modules]) => {
      const own = findings.filter(({ subject }) => subject === name).map(({ message }) => message)
      const bytes = weigh(modules)
      const lighter = bytes < LEAST ? undefined : lighterThan(name, bytes)
      return {
        name,
        bytes,
        initialBytes: weigh(modules.filter(({ chunkFiles }) => chunkFiles.some(file => initial.files.has(file)))),
        copies: copiesOf(modules),
        ...(lighter !== undefined && { lighter }),
        notes: own.filter(note => lighter === undefined || !note.includes(lighter)),
      }
    })
    .filter(({ bytes, copies }) => bytes >= WORTH_LISTING * all || copies.length > 1)
    .toSorted((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name))
    .slice(0, MOST)
}

const asking = (names: readonly (string | null)[]): string => listed(names.map(name => name ?? 'the project'))

/** @param packages as `packagesOf` gives them */
export function packagePoints(observation: Observation, packages: readonly PackageDiagnosis[]): Point[] {
  const [first] = observation.pages
  const { bytes: total } = initialOf(observation)
  if (!first || total === 0) return []
  const point = (kind: Point['kind'], value: number, cause: string, subject?: string): Point => ({
    page: '*',
    profile: first.profile,
    kind,
    metric: 'initial-bundle-size',
    value,
    share: Math.min(1, value / total),
    cause,
    ...(subject !== undefined && { subject }),
  })
  const heavy = packages
    .filter(({ initialBytes }) => initialBytes / total >= WORTH_NAMING)
    .map(({ name, initialBytes }) =>
      point(
        'package-weight',
        initialBytes,
        `package ${name} is in the JavaScript that every visit loads at first: ${formatBytes(initialBytes)}, ${formatNumber((100 * initialBytes) / total)} % of it`,
        name,
      ),
    )
  const copied = packages.flatMap(({ name, copies }) => {
    const extra = copies.slice(1).reduce((sum, { bytes }) => sum + bytes, 0)
    if (extra < LEAST) return []
    const each = copies.map(({ folder, askedBy }) => `${folder}${askedBy.length > 0 ? ` for ${asking(askedBy)}` : ''}`)
    return [
      point(
        'package-copies',
        extra,
        `package ${name} is in the bundle ${copies.length} times, ${formatBytes(extra)} more than once: ${listed(each)}`,
        name,
      ),
    ]
  })
  const filling = packages.filter(({ name, initialBytes }) => POLYFILLS.test(name) && initialBytes > 0)
  const bytes = filling.reduce((sum, { initialBytes }) => sum + initialBytes, 0)
  return [
    ...heavy,
    ...copied,
    ...(bytes < LEAST
      ? []
      : [
          point(
            'polyfill',
            bytes,
            `${formatBytes(bytes)} fills in for old browsers on every visit: ${listed(filling.map(({ name }) => name))}`,
          ),
        ]),
  ]
}
