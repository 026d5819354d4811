import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { glob } from 'tinyglobby'
import { parse } from 'yaml'
import { messageOf, TunewrightError } from '../model/errors.js'

/** A package of a workspace, as its package.json says. */
export interface WorkspacePackage {
  readonly name: string
  /** Absolute. */
  readonly folder: string
  /** Relative to the workspace's root, with forward slashes. */
  readonly path: string
  readonly scripts: Readonly<Record<string, string>>
  /** Names of everything it depends on; those of the workspace are among them. */
  readonly dependencies: readonly string[]
}

export interface Workspace {
  /** Absolute folder of the file that declares it: dependencies are installed there. */
  readonly root: string
  /** The file that declares it. */
  readonly declaredIn: 'package.json' | 'pnpm-workspace.yaml' | 'lerna.json'
  /** Sorted by path. */
  readonly packages: readonly WorkspacePackage[]
}

type Json = Record<string, unknown>

const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
const asTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

/** What a file says, or undefined where there is none. */
async function said(file: string, read: (text: string) => unknown): Promise<Json | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return asObject(read(text.replace(/^\uFEFF/, '')))
  } catch (cause) {
    throw new TunewrightError(
      'INPUT_INVALID',
      `${file} is not ${file.endsWith('.json') ? 'JSON' : 'YAML'}: ${messageOf(cause)}`,
      {
        remedy: `Correct ${path.basename(file)}.`,
        cause,
      },
    )
  }
}

/** Where the packages lie, as patterns; pnpm's own file is the one that pnpm goes by, whatever package.json says. */
async function declaration(root: string): Promise<(Pick<Workspace, 'declaredIn'> & { patterns: string[] }) | null> {
  const pnpm = asTexts((await said(path.join(root, 'pnpm-workspace.yaml'), text => parse(text)))?.packages)
  if (pnpm.length > 0) return { declaredIn: 'pnpm-workspace.yaml', patterns: pnpm }
  const workspaces = (await said(path.join(root, 'package.json'), JSON.parse))?.workspaces
  const own = asTexts(Array.isArray(workspaces) ? workspaces : asObject(workspaces).packages)
  if (own.length > 0) return { declaredIn: 'package.json', patterns: own }
  const lerna = await said(path.join(root, 'lerna.json'), JSON.parse)
  if (lerna === undefined) return null
  const patterns = asTexts(lerna.packages)
  return { declaredIn: 'lerna.json', patterns: patterns.length > 0 ? patterns : ['packages/*'] }
}

/** A leading `./` and a slash at the end change nothing; a `!` leaves folders out. */
function manifestPattern(pattern: string): string {
  const [negation, folders] = pattern.startsWith('!') ? ['!', pattern.slice(1)] : ['', pattern]
  return `${negation}${folders.replace(/^\.\//, '').replace(/\/+$/, '')}/package.json`
}

const DEPENDENCY_KEYS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

async function readPackage(root: string, at: string): Promise<WorkspacePackage> {
  const manifest = (await said(path.join(root, at), JSON.parse)) ?? {}
  const where = path.posix.dirname(at)
  return {
    name: typeof manifest.name === 'string' ? manifest.name : path.posix.basename(where),
    folder: path.join(root, where),
    path: where,
    scripts: asObject(manifest.scripts) as Record<string, string>,
    dependencies: [...new Set(DEPENDENCY_KEYS.flatMap(key => Object.keys(asObject(manifest[key]))))],
  }
}

/**
 * The workspace that a folder is the root of: npm's and yarn's (`workspaces` in package.json), pnpm's, or lerna's. Nx and Turborepo lie on
 * one of these.
 * @returns null where the folder declares none
 * @throws TunewrightError INPUT_INVALID for a file that cannot be read
 */
export async function readWorkspace(root: string): Promise<Workspace | null> {
  const declared = await declaration(root)
  if (!declared) return null
  const found = await glob(declared.patterns.map(manifestPattern), { cwd: root, ignore: ['**/node_modules/**'] })
  const packages = await Promise.all(
    found
      .filter(at => at !== 'package.json')
      .sort()
      .map(at => readPackage(root, at)),
  )
  return { root, declaredIn: declared.declaredIn, packages }
}

/**
 * The workspace that a package belongs to: declared in a folder above it that counts it among its packages.
 * @param upTo the last folder to look in; the file system's root where absent
 */
export async function workspaceOf(folder: string, upTo?: string): Promise<Workspace | null> {
  const real = await realpath(folder)
  const last = upTo === undefined ? path.parse(real).root : await realpath(upTo)
  for (let at = real; at !== last && at !== path.dirname(at); ) {
    at = path.dirname(at)
    const workspace = await readWorkspace(at)
    if (workspace?.packages.some(member => member.folder === real)) return workspace
  }
  return null
}

/** The packages of a workspace that one of them depends on, each after those that it depends on itself. */
export function localDependencies(workspace: Workspace, member: WorkspacePackage): WorkspacePackage[] {
  const ordered: WorkspacePackage[] = []
  const seen = new Set([member.name])
  const visit = (from: WorkspacePackage): void => {
    for (const name of from.dependencies) {
      const found = workspace.packages.find(candidate => candidate.name === name)
      if (!found || seen.has(name)) continue
      seen.add(name)
      visit(found)
      ordered.push(found)
    }
  }
  visit(member)
  return ordered
}
