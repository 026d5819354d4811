import type { UnusedFile } from '../../model/diagnosis.js'
import type { BundleObservation, PageObservation } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'
import { formatBytes, formatNumber } from '../../report/format.js'
import { bytesPoint, type Point } from './point.js'
import { listed, named } from './words.js'

/** Smaller wastes are not listed, bytes. */
const WORTH_LISTING = 2_000
const MOST_FILES = 20
const MOST_PACKAGES = 5

/** The bundle's largest packages in a file, by the end of its path: builds may lie below a base. */
function packagesIn(url: string, bundle: BundleObservation | null): UnusedFile['packages'] {
  const path = withoutQuery(url)
  const sizes = new Map<string, number>()
  for (const { packageName, parsedSize, chunkFiles } of bundle?.modules ?? []) {
    if (packageName === null || !chunkFiles.some(file => path === `/${file}` || path.endsWith(`/${file}`))) continue
    sizes.set(packageName, (sizes.get(packageName) ?? 0) + parsedSize)
  }
  return [...sizes]
    .map(([name, bytes]) => ({ name, bytes }))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_PACKAGES)
}

/** Scripts and style sheets of which a page does not use all, the largest waste first. */
export function unusedOf({ survey }: PageObservation, bundle: BundleObservation | null): UnusedFile[] {
  const transferOf = (url: string): number =>
    survey.requests.find(one => one.url === url && one.failure === undefined && one.transferSize > 0)?.transferSize ?? 0
  const fileOf = (kind: UnusedFile['kind'], one: { url: string; bytes: number; usedBytes: number }): UnusedFile => ({
    url: one.url,
    kind,
    bytes: one.bytes,
    unusedBytes: one.bytes - one.usedBytes,
    transferSize: transferOf(one.url),
    packages: kind === 'script' ? packagesIn(one.url, bundle) : [],
  })
  return [
    ...survey.coverage.map(script => fileOf('script', script)),
    ...(survey.styles ?? []).map(sheet => fileOf('stylesheet', sheet)),
  ]
    .filter(({ unusedBytes }) => unusedBytes >= WORTH_LISTING)
    .toSorted((a, b) => b.unusedBytes - a.unusedBytes || a.url.localeCompare(b.url))
    .slice(0, MOST_FILES)
}

/** What of a file is not used, on the wire: by its share, since text compresses about alike throughout. */
const unusedOnWire = ({ bytes, unusedBytes, transferSize }: UnusedFile): number =>
  bytes > 0 ? (transferSize * unusedBytes) / bytes : 0

const WORDS = {
  script: { kind: 'unused-script', what: 'of JavaScript does not run', of: 'JavaScript' },
  stylesheet: { kind: 'unused-style', what: 'of style rules apply to nothing', of: 'CSS' },
} as const

/** @param files as `unusedOf` gives them */
export const unusedPoints = (page: PageObservation, files: readonly UnusedFile[]): Point[] =>
  (['script', 'stylesheet'] as const).flatMap(kind => {
    const own = files.filter(file => file.kind === kind && file.transferSize > 0)
    const wire = own.reduce((sum, file) => sum + unusedOnWire(file), 0)
    const plain = own.reduce((sum, file) => sum + file.unusedBytes, 0)
    const each = own.map(({ url, bytes, unusedBytes, packages }) => {
      const inside = packages.slice(0, 3).map(({ name }) => name)
      return `${named(url)} ${formatNumber((100 * unusedBytes) / bytes)} % unused${inside.length > 0 ? ` (holds ${listed(inside)})` : ''}`
    })
    return bytesPoint(
      page,
      WORDS[kind].kind,
      wire,
      `${formatBytes(plain)} ${WORDS[kind].what} while the page loads, about ${formatBytes(wire)} on the wire: ${listed(each)}`,
      own[0]?.url,
    )
  })
