import { posix } from 'node:path'
import { packageUse } from '../../../instruments/bundle/webpack/coverage.js'
import type { Finding } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { Context, Project } from './project.js'

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`

/** Packages that the measured pages load and hardly run, the heaviest first. */
const unusedPackages = async (context: Context): Promise<Finding[]> => {
  const { bundle, pages } = context.observation
  const { bundleStatistics } = context.baseline
  if (!bundle || bundleStatistics === null) return []
  const byPackage = new Map<string, { bytes: number; used: number; pages: number }>()
  for (const { survey } of pages) {
    for (const use of await packageUse(bundleStatistics, bundle, survey.coverage)) {
      if (use.packageName === null) continue
      const known = byPackage.get(use.packageName) ?? { bytes: 0, used: 0, pages: 0 }
      known.bytes = Math.max(known.bytes, use.bytes)
      known.used = Math.max(known.used, use.usedBytes)
      known.pages += 1
      byPackage.set(use.packageName, known)
    }
  }
  const unused = [...byPackage].map(([name, use]) => ({ name, ...use, unused: use.bytes - use.used }))
  return unused
    .filter(one => one.unused >= context.configuration.dynamicImports.threshold)
    .toSorted((a, b) => b.unused - a.unused)
    .map(one => ({
      subject: one.name,
      message: `${kilobytes(one.bytes)} loaded on ${one.pages} measured views, at most ${kilobytes(one.used)} of it run`,
      metric: 'unused-code-ratio' as const,
      value: Math.round((one.unused / one.bytes) * 1000) / 1000,
    }))
}

/** A name without the parts that a build derives from contents: a tracked file of an older build is the same file. */
const withoutHashes = (path: string): string => path.replace(/[0-9a-f]{8,}/g, '*')

/** Files that the build makes and git tracks, whatever else lies beside them. */
const trackedOutput = async (context: Context, project: Project, workspace: ReadableWorkspace): Promise<string[]> => {
  const { build } = context.target
  if (!build) return []
  const folder = posix.join(build.output, context.observation.bundle?.outputPath ?? '.')
  const names =
    project.compilation?.stats.assets.map(({ name }) => name) ??
    context.observation.bundle?.chunks.flatMap(({ files }) => files) ??
    []
  const made = new Set(names.map(name => withoutHashes(posix.join(folder, name))))
  const listed = await workspace.list([`${posix.normalize(build.output).replace(/\/$/, '')}/**`], { output: true })
  return listed.filter(path => made.has(withoutHashes(path)))
}

/** What the build says of itself: hazards in its configuration, heavy packages that hardly run, output under version control. */
export const findingsOf = async (
  context: Context,
  project: Project,
  workspace: ReadableWorkspace,
): Promise<Finding[]> => {
  const findings: Finding[] = (context.observation.bundle?.hazards ?? []).map(message => ({
    subject: project.config ?? context.observation.bundle!.bundler,
    message,
  }))
  const tracked = await trackedOutput(context, project, workspace)
  if (tracked.length > 0) {
    findings.push({
      subject: context.target.build?.output ?? '',
      message: `${tracked.length} files of the build's output are under version control (${tracked[0]}); no commit has them: build and commit them after a change is taken over`,
    })
  }
  return [...findings, ...(await unusedPackages(context))]
}
