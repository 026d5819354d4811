import type { TargetSystem } from '../model/target.js'
import { localDependencies, workspaceOf } from '../system/workspaces.js'
import { howBuilt } from './how-built.js'
import { type Project, readProject } from './project.js'
import { testScript } from './scripts.js'
import { startOf } from './start.js'

/** One thing that was found out about a project: what, its value, and what says so. */
export interface Explanation {
  readonly what: 'project' | 'build' | 'output' | 'served' | 'tests' | 'pages'
  readonly value: string
  readonly because: string
}

async function explainBuild(project: Project, target: TargetSystem): Promise<Explanation[]> {
  const built = await howBuilt(project)
  if (built === undefined) {
    return [
      {
        what: 'build',
        value: 'none',
        because: `${project.packageJson ? 'package.json has no script that builds' : 'no package.json'}; the sources are what is served`,
      },
    ]
  }
  if (!target.build) return []
  const workspace = await workspaceOf(project.root)
  const member = workspace?.packages.find(({ folder }) => folder === project.root)
  const before = workspace && member ? localDependencies(workspace, member).filter(({ scripts }) => scripts.build) : []
  const first =
    before.length === 0 ? '' : `, after the packages it is made from (${before.map(({ name }) => name).join(', ')})`
  const { because, output } = built
  return [
    { what: 'build', value: target.build.command, because: `${because}${first}` },
    output
      ? { what: 'output', value: output.folder, because: output.from }
      : {
          what: 'output',
          value: 'not known',
          because: 'neither the command nor a configuration of webpack or Vite names it',
        },
  ]
}

async function explainServing(project: Project, { serve }: TargetSystem): Promise<Explanation> {
  if (serve.kind === 'process') {
    return {
      what: 'served',
      value: serve.command,
      because: 'the script "start" in package.json runs a server of its own',
    }
  }
  const { kind, because } = await startOf(project)
  const evidence = because === undefined ? '' : ` (${because})`
  const start = kind === 'development' ? `; the script "start" is a preview for development${evidence}` : ''
  const fallback = serve.fallback === undefined ? '' : `, ${serve.fallback} for every path`
  const below = serve.base === undefined ? '' : `, below ${serve.base}`
  const router = serve.fallback === undefined ? '' : ': a router among the dependencies, and one document'
  return {
    what: 'served',
    value: `as files from ${serve.folder}${below}${fallback}`,
    because: `no server of its own${kind === 'files' ? evidence : ''}${router}${start}`,
  }
}

/** What detection made of a project, with what it rests on, for people. */
export async function explainTarget(target: TargetSystem): Promise<Explanation[]> {
  const project = await readProject(target.root)
  const test = testScript(project)
  return [
    {
      what: 'project',
      value: target.name,
      because: project.packageJson
        ? `package.json; commands are run by ${project.packageManager}`
        : 'a folder of plain files: no package.json',
    },
    ...(await explainBuild(project, target)),
    await explainServing(project, target),
    target.test
      ? { what: 'tests', value: target.test.command, because: `the script "${test}" in package.json` }
      : {
          what: 'tests',
          value: 'none',
          because: project.packageJson ? 'package.json has no script "test", or npm’s placeholder' : 'no package.json',
        },
    {
      what: 'pages',
      value: `up to ${target.findPages ?? target.pages.length}`,
      because: 'unlike ones, found by following the links of / when it is measured',
    },
  ]
}
