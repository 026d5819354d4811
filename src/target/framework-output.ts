import { posix } from 'node:path'
import type { Project } from './project.js'

/** A folder, and what says that it is the one. */
export interface FoundOutput {
  readonly folder: string
  readonly from: string
}

interface AngularTarget {
  readonly builder?: string
  readonly executor?: string
  readonly options?: { readonly outputPath?: string | { readonly base?: string; readonly browser?: string } }
}

interface AngularProject {
  readonly projectType?: string
  readonly architect?: { readonly build?: AngularTarget }
  readonly targets?: { readonly build?: AngularTarget }
}

/** JSON as Angular and TypeScript read it: with comments that have a line of their own. */
const parsed = <T>(text: string | undefined): T | undefined => {
  try {
    return text === undefined ? undefined : (JSON.parse(text.replace(/^\s*\/\/.*$/gm, '')) as T)
  } catch {
    return undefined
  }
}

/**
 * Angular writes to `dist/<project>`, or where its command says; the builder by esbuild puts what browsers load into a folder within that.
 * @param command the build's
 */
export async function angularOutput(project: Project, command: string): Promise<FoundOutput | undefined> {
  const text = await project.read('angular.json')
  const workspace = parsed<{ defaultProject?: string; projects?: Record<string, AngularProject> }>(text)
  const applications = Object.entries(workspace?.projects ?? {}).filter(([, one]) => one.projectType !== 'library')
  const said = /\bng\s+build\s+([\w@][\w@/.-]*)/.exec(command)?.[1] ?? workspace?.defaultProject
  const [name, chosen] = applications.find(([one]) => one === said) ?? applications[0] ?? []
  if (name === undefined || chosen === undefined) return undefined
  const { builder = '', options = {} } = chosen.architect?.build ?? chosen.targets?.build ?? {}
  const told = /\s--output-path[= ]['"]?([\w.][\w./-]*)/.exec(command)?.[1]
  const outputPath = told ?? options.outputPath
  const base = (typeof outputPath === 'string' ? outputPath : outputPath?.base) ?? `dist/${name}`
  const within = /:application$/.test(builder)
    ? ((typeof outputPath === 'object' ? outputPath.browser : undefined) ?? 'browser')
    : ''
  const folder = posix.join(base, within).replace(/\/$/, '')
  if (folder.startsWith('..')) return undefined
  return {
    folder,
    from: told === undefined ? `${name} in angular.json` : `--output-path of the command, and ${name} in angular.json`,
  }
}

const NEXT_CONFIGS = ['next.config.js', 'next.config.mjs', 'next.config.ts', 'next.config.cjs']

/** As a setting, not as a comment that waits to become one. */
const NEXT_EXPORT = /^[^/\n]*\boutput\s*:\s*['"`]export['"`]/m
const NEXT_FOLDER = /^[^/\n]*\bdistDir\s*:\s*['"`]([\w./-]+)['"`]/m

/**
 * What makes files of a project of Next.js, without a server: its configuration, or a command of before 13.3. Undefined where nothing does.
 * @param command the build's
 */
export async function nextExport(project: Project, command: string): Promise<FoundOutput | undefined> {
  if (!project.hasDependency(/^next$/)) return undefined
  for (const file of NEXT_CONFIGS) {
    const text = await project.read(file)
    if (text === undefined || !NEXT_EXPORT.test(text)) continue
    const folder = NEXT_FOLDER.exec(text)?.[1]
    return folder === undefined
      ? { folder: 'out', from: `output: 'export' in ${file}` }
      : { folder: posix.normalize(folder), from: `distDir in ${file}` }
  }
  return /\bnext\s+export\b/.test(command) ? { folder: 'out', from: 'next export puts it there' } : undefined
}

/** Next.js builds for its own server, or for files alone where it is told to export. */
async function next(project: Project, command: string): Promise<FoundOutput | undefined> {
  if (!project.hasDependency(/^next$/)) return undefined
  const exported = await nextExport(project, command)
  if (exported !== undefined) return exported
  for (const file of NEXT_CONFIGS) {
    const folder = NEXT_FOLDER.exec((await project.read(file)) ?? '')?.[1]
    if (folder !== undefined) return { folder: posix.normalize(folder), from: `distDir in ${file}` }
  }
  return { folder: '.next', from: 'next puts it there unless told otherwise' }
}

async function vueCli(project: Project): Promise<FoundOutput | undefined> {
  if (!project.hasDependency(/^@vue\/cli-service$/)) return undefined
  for (const file of ['vue.config.js', 'vue.config.cjs', 'vue.config.mjs']) {
    const folder = /\boutputDir\s*:\s*['"`]([\w./-]+)['"`]/.exec((await project.read(file)) ?? '')?.[1]
    if (folder !== undefined && !folder.startsWith('..'))
      return { folder: posix.normalize(folder), from: `outputDir in ${file}` }
  }
  return undefined
}

/** Where a framework that hides its bundler leaves what it makes: as its own configuration says, read as text. */
export const frameworkOutput = async (project: Project, command: string): Promise<FoundOutput | undefined> =>
  (await angularOutput(project, command)) ?? (await next(project, command)) ?? (await vueCli(project))
