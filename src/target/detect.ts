import { relative } from 'node:path'
import { parseTarget } from '../model/schema/parse.js'
import type { TargetSystem } from '../model/target.js'
import { localBuild } from '../system/local-build.js'
import { localDependencies, workspaceOf } from '../system/workspaces.js'
import { readFlows } from './flows.js'
import { howBuilt } from './how-built.js'
import { DEFAULT_PAGES, withIds } from './pages.js'
import { type Project, readProject } from './project.js'
import { runScript } from './scripts.js'
import { detectServe } from './serve.js'
import type { TargetOverrides } from './target-config.js'
import { testCommand } from './test-command.js'

/** `@shop/web app` → `shop-web-app`. */
const idOf = (name: string): string =>
  name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+|-+$/g, '') || 'target'

/** Packages of the same workspace that this one is built from: a fresh clone has their sources, not what they are built to. */
async function localBuilds(project: Project): Promise<string[]> {
  const workspace = await workspaceOf(project.root)
  const member = workspace?.packages.find(({ folder }) => folder === project.root)
  if (!workspace || !member) return []
  return localDependencies(workspace, member)
    .filter(({ scripts }) => scripts.build !== undefined)
    .map(({ folder, name }) =>
      localBuild(shellWord(relative(project.root, folder)), runScript(project, 'build'), shellWord(name)),
    )
}

const shellWord = (text: string): string => (/^[\w./@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

async function detectBuild(project: Project): Promise<TargetSystem['build']> {
  const built = await howBuilt(project)
  if (built === undefined) return undefined
  const command = [...(await localBuilds(project)), built.command].join(' && ')
  // A build whose output is not known is still run: the process that serves, or the sources, use it.
  return { command, output: built.output?.folder ?? '.' }
}

const frameworkOf = (serve: TargetSystem['serve'], build: TargetSystem['build']): TargetSystem['framework'] => {
  if (serve.kind === 'static') return 'frontend'
  return build === undefined ? 'backend' : 'full-stack'
}

const without = <T extends object>(value: T | false | undefined): T | undefined => (value === false ? undefined : value)

/**
 * Makes a target of a folder: what `overrides` says, and the rest as its package.json, lock file, build configuration and pages say.
 * Nothing is run and nothing is written. Its pages are `/` until a crawl has found others (`choosePages`).
 * @throws TunewrightError TARGET_NOT_FOUND (no such folder), TARGET_UNSUPPORTED (nothing to serve), INPUT_INVALID (what cannot be used, with
 * its path).
 */
export async function detectTarget(folder: string, overrides: TargetOverrides = {}): Promise<TargetSystem> {
  const project = await readProject(folder)
  const build = without(overrides.build ?? (await detectBuild(project)))
  const serve = overrides.serve ?? (await detectServe(project, build?.output === '.' ? undefined : build?.output))
  const command = await testCommand(project)
  const test = without(overrides.test ?? (command === undefined ? undefined : { command }))
  return parseTarget({
    id: overrides.id ?? idOf(project.name),
    name: overrides.name ?? project.name,
    framework: overrides.framework ?? frameworkOf(serve, build),
    root: project.root,
    ...(overrides.pages ? { pages: overrides.pages } : { pages: withIds([{ path: '/' }]), findPages: DEFAULT_PAGES }),
    ...(overrides.profileWeights === undefined ? {} : { profileWeights: overrides.profileWeights }),
    ...(build === undefined ? {} : { build }),
    serve,
    ...(test === undefined ? {} : { test }),
    ...(overrides.login === undefined ? {} : { login: overrides.login }),
    ...(overrides.flows === undefined ? {} : { flows: await readFlows(project.root, overrides.flows) }),
    ...(overrides.imageCdn === undefined ? {} : { imageCdn: overrides.imageCdn }),
    ...(overrides.allowHosts === undefined ? {} : { allowHosts: overrides.allowHosts }),
    environment: overrides.environment ?? {},
  })
}
