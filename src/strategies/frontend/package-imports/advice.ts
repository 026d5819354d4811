import { posix } from 'node:path'
import semver from 'semver'
import { z } from 'zod'
import { LIGHTER } from '../../../instruments/bundle/lighter-packages.js'
import type { Finding } from '../../../model/actuator.js'
import type { BundleModule } from '../../../model/observation.js'
import type { InstalledPackages } from '../../source/packages.js'
import type { SourceTree } from '../../source/source-tree.js'
import { packageFolder } from './droppable.js'

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`

const manifestSchema = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
})

const manifestAt = async (folder: string, packages: InstalledPackages): Promise<z.infer<typeof manifestSchema>> => {
  const text = await packages.text(posix.join(folder, 'package.json'))
  try {
    return manifestSchema.parse(text === '' ? {} : JSON.parse(text))
  } catch {
    return {}
  }
}

const byFolder = (modules: Iterable<BundleModule>): Map<string, BundleModule[]> => {
  const folders = new Map<string, BundleModule[]>()
  for (const module of modules) {
    if (module.packageName === null) continue
    const folder = packageFolder(module.path)
    folders.set(folder, [...(folders.get(folder) ?? []), module])
  }
  return folders
}

const weigh = (modules: readonly BundleModule[]): number => modules.reduce((sum, one) => sum + one.parsedSize, 0)

/** Whether the newest of several versions suits all who ask for the others. */
const couldBeOne = async (
  name: string,
  copies: readonly (readonly [folder: string, modules: readonly BundleModule[]])[],
  versions: readonly string[],
  packages: InstalledPackages,
  ownRange: string | undefined,
): Promise<string> => {
  const newest = versions.toSorted(semver.rcompare)[0]!
  for (const [folder, modules] of copies) {
    for (const { path } of modules.flatMap(({ importedBy }) => importedBy)) {
      if (path.startsWith(`${folder}/`)) continue
      const asking = path.includes('node_modules/') ? packageFolder(path) : null
      const manifest = asking === null ? null : await manifestAt(asking, packages)
      const range = manifest === null ? ownRange : (manifest.dependencies?.[name] ?? manifest.peerDependencies?.[name])
      if (range !== undefined && !semver.satisfies(newest, range))
        return `${asking ?? 'the project'} asks for ${range}, which ${newest} is not`
    }
  }
  return `${newest} suits all that ask for it: \`npm dedupe ${name}\` makes them one`
}

/** Packages of which the bundle has several copies. */
export const duplicates = async (
  { graph }: SourceTree,
  packages: InstalledPackages,
  ownRanges: Readonly<Record<string, string>>,
  minimum: number,
): Promise<Finding[]> => {
  const byName = new Map<string, [string, BundleModule[]][]>()
  for (const [folder, modules] of byFolder(graph.modules.values())) {
    const name = modules[0]!.packageName!
    byName.set(name, [...(byName.get(name) ?? []), [folder, modules]])
  }
  const findings: Finding[] = []
  for (const [name, copies] of [...byName].toSorted(([a], [b]) => a.localeCompare(b))) {
    const sizes = copies.map(([, modules]) => weigh(modules))
    const extra = sizes.reduce((sum, one) => sum + one, 0) - Math.max(...sizes)
    if (copies.length < 2 || extra < minimum) continue
    const known = await Promise.all(copies.map(async ([folder]) => (await manifestAt(folder, packages)).version))
    const versions = known.filter(one => one !== undefined && semver.valid(one) !== null) as string[]
    const one =
      versions.length === copies.length
        ? `; ${await couldBeOne(name, copies, versions, packages, ownRanges[name])}`
        : ''
    findings.push({
      subject: name,
      message: `${copies.length} copies are in the bundle (${copies.map(([folder], index) => `${folder} ${known[index] ?? ''}`.trim()).join(', ')}): ${kilobytes(extra)} twice${one}`,
      metric: 'bundle-size',
      value: extra,
    })
  }
  return findings
}

/** Heavy packages for which there is something lighter, in the words of those who know them. Never changed by itself. */
export const oversized = ({ graph }: SourceTree, minimum: number): Finding[] =>
  Object.entries(LIGHTER)
    .map(([name, advice]) => ({
      name,
      advice,
      bytes: weigh([...graph.modules.values()].filter(({ packageName }) => packageName === name)),
    }))
    .filter(({ bytes }) => bytes >= minimum)
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ name, advice, bytes }) => ({
      subject: name,
      message: `${kilobytes(bytes)} of the bundle: ${advice}`,
      metric: 'bundle-size' as const,
      value: bytes,
    }))

/** Packages that a file imports by a name which a module of the project beside it has as well: perhaps that was meant. */
export const shadowed = ({ graph, files }: SourceTree, known: readonly string[], minimum: number): Finding[] => {
  const findings = new Map<string, Finding>()
  for (const file of files.values()) {
    for (const { specifier } of file.imports) {
      if (!/^[a-z][\w.-]*$/i.test(specifier) || findings.has(specifier)) continue
      const brought = graph.importsOf(file.path).filter(path => graph.modules.get(path)?.packageName === specifier)
      const bytes = graph.weigh(graph.reach(brought))
      if (brought.length === 0 || bytes < minimum) continue
      const own = known.find(path => {
        const [, name] = /^(?:src|app|lib|client)\/(?:[\w-]+\/)?([\w.-]+?)(?:\/index)?\.[cm]?[jt]sx?$/.exec(path) ?? []
        return name === specifier && !/\.(test|spec|d)\.|(^|\/)(node_modules|tests?|__tests__)\//.test(path)
      })
      if (own === undefined) continue
      findings.set(specifier, {
        subject: file.path,
        message: `imports the package ${specifier} (${kilobytes(bytes)} with all it brings), and the project has a module of that name, ${own}: is that what is meant?`,
        metric: 'bundle-size',
        value: bytes,
      })
    }
  }
  return [...findings.values()]
}
