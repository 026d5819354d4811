import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import semver from 'semver'
import { findLockFile } from '../../change/lock-files.js'
import { managerVersion, wantedManager } from '../../change/package-manager.js'
import { closedJournals } from '../../change/pending.js'
import { findSource } from '../../change/source.js'
import { takeInventory } from '../../loop/retention/inventory.js'
import { readConfigFile } from '../../services/config-file.js'
import { findOrphans } from '../../system/process-records.js'
import { stateFolder } from '../../system/state-folder.js'
import { readWorkspace, workspaceOf } from '../../system/workspaces.js'
import { detectTarget } from '../../target/detect.js'
import { loadTargetConfig } from '../../target/target-config.js'
import { workspaceTargets } from '../../target/workspace-targets.js'
import type { Check, CheckResult, DoctorContext } from './check.js'

const isProject = (folder: string): boolean =>
  ['package.json', 'index.html', '.git'].some(name => existsSync(path.join(folder, name)))

async function workspaceResult({ folder }: DoctorContext): Promise<CheckResult | null> {
  const workspace = await readWorkspace(folder)
  if (!workspace) return null
  const targets = await workspaceTargets(workspace)
  if (targets.length === 0) return null
  const names = targets.map(({ member }) => member.name)
  return {
    status: 'ok',
    found: `a workspace of ${workspace.packages.length} packages, of which could be optimized: ${names.join(', ')}`,
    ...(names.length > 1 && { remedy: `Name one: tunewright doctor --package ${names[0]}` }),
    details: { workspace: workspace.declaredIn, candidates: names },
  }
}

export const projectCheck: Check = {
  name: 'project',
  title: 'Project',
  async run(context) {
    const { folder, named } = context
    if (!named && !isProject(folder)) {
      return {
        status: 'warning',
        found: `none in ${folder}`,
        remedy: 'Run it in the folder of a project, or name one.',
        details: {},
      }
    }
    const file = await readConfigFile(folder)
    const workspace = file?.config.target ? null : await workspaceResult(context)
    if (workspace) return workspace
    const target = await detectTarget(folder, await loadTargetConfig(folder))
    const source = await findSource(folder)
    const how =
      target.serve.kind === 'static'
        ? `the files of ${target.serve.folder === '.' ? 'this folder' : target.serve.folder}`
        : target.serve.command
    return {
      status: 'ok',
      found: [
        `${target.name}: ${target.build ? `${target.build.command}, ` : ''}${how}`,
        source.kind === 'repository' ? 'in a git repository' : 'outside git: kept changes come as a patch',
        ...(file ? [path.basename(file.path)] : []),
      ].join('; '),
      details: {
        target: { ...target, environment: Object.keys(target.environment) },
        source: source.kind,
        config: file?.path ?? null,
      },
    }
  },
}

async function enginesOf(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => '{}')
  const range: unknown = (JSON.parse(text) as { engines?: { node?: unknown } }).engines?.node
  return typeof range === 'string' ? range : undefined
}

export const dependenciesCheck: Check = {
  name: 'dependencies',
  title: 'Dependencies',
  async run({ folder }) {
    if (!existsSync(path.join(folder, 'package.json'))) {
      return { status: 'ok', found: 'none: no package.json', details: {} }
    }
    const engines = await enginesOf(folder)
    const node = process.versions.node
    if (engines !== undefined && semver.validRange(engines) && !semver.satisfies(node, engines)) {
      return {
        status: 'missing',
        found: `the project asks for Node.js ${engines}, and this is ${node}`,
        remedy: 'Run it with a version of Node.js that the project takes: its build runs with the same one.',
        details: { engines, node },
      }
    }
    const root = (await workspaceOf(folder))?.root ?? folder
    const source = await findSource(folder).catch(() => null)
    const locked = findLockFile(root, source?.folder ?? root)
    if (!locked) {
      return {
        status: 'warning',
        found: 'no lock file: what is installed is copied, else whatever the registry has',
        remedy: 'Commit a lock file, so that what is measured is what is shipped.',
        details: { engines: engines ?? null },
      }
    }
    const { manager, name } = locked.lock
    const installed = existsSync(path.join(locked.at, 'node_modules'))
    const runs = await managerVersion(manager, locked.at)
    const details = { manager, lockFile: path.join(locked.at, name), installed, engines: engines ?? null, ...runs }
    const found = `${name}${locked.at === folder ? '' : ` in ${locked.at}`}, ${'version' in runs ? `${manager} ${runs.version}` : `and ${manager} does not run here`}`
    if (!('version' in runs)) {
      const wanted = await wantedManager(locked.lock, locked.at)
      return {
        status: installed || wanted ? 'warning' : 'missing',
        found,
        remedy: wanted
          ? `Install ${manager}; else ${wanted.name} ${wanted.version} is taken from the registry for each run.`
          : `Install ${manager}, or install the project's dependencies: they are copied then.`,
        details,
      }
    }
    return {
      status: 'ok',
      found: `${found}; ${installed ? 'installed' : 'not installed: it is in the private copy'}`,
      details,
    }
  },
}

export const leftOversCheck: Check = {
  name: 'left-overs',
  title: 'Left-overs',
  async run() {
    const journals = await closedJournals(stateFolder())
    const changes = journals.flatMap(({ pending }) => pending ?? [])
    const broken = journals.filter(({ pending }) => pending === null).map(({ folder }) => folder)
    const processes = findOrphans().map(({ pid }) => pid)
    const clones = (await takeInventory(stateFolder())).abandoned.map(({ path: at }) => at)
    const found = [
      changes.length > 0 && `${changes.length} changes to put back`,
      broken.length > 0 && `${broken.length} journals that cannot be read`,
      processes.length > 0 && `${processes.length} processes`,
      clones.length > 0 && `${clones.length} private clones`,
    ].filter(part => part !== false)
    const details = { changes, broken, processes, clones }
    if (found.length === 0) return { status: 'ok', found: 'none', details }
    return {
      status: 'warning',
      found: `of killed sessions: ${found.join(', ')}`,
      remedy:
        broken.length > 0
          ? `Delete ${broken.join(' and ')}; then run \`tunewright clean\`.`
          : 'Run `tunewright clean`; the next start does the same.',
      details,
    }
  },
}
