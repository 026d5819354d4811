import { execFile } from 'node:child_process'
import { cp, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TargetSystem } from '../../src/model/target.js'
import { detectTarget } from '../../src/target/index.js'
import type { BenchOptions } from '../row.js'
import type { PEERS } from './peers.js'

const run = promisify(execFile)

/** A project with its next deploy: own modules that are edited, and a package that gets its next minor version. */
export interface DeployedProject {
  readonly name: string
  readonly bundler: keyof typeof PEERS
  readonly configuration: string
  /** What a visit opens, in this order. */
  readonly visit: readonly string[]
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[]
  readonly bump: { readonly name: string; readonly version: string }
}

export const PROJECTS: readonly DeployedProject[] = [
  {
    // React, a router, a store, queries, forms, charts, tables: six routes that share packages.
    name: 'backoffice',
    bundler: 'webpack',
    configuration: 'webpack.config.js',
    visit: ['/', '/orders', '/customers', '/reports', '/new-order'],
    edits: [
      { file: 'src/lib/i18n.js', from: 'What is to be done today', to: 'What today brings' },
      {
        file: 'src/parts/DataTable.jsx',
        from: '{pagination.pageIndex + 1} /',
        to: 'Page {pagination.pageIndex + 1} of',
      },
      { file: 'src/pages/Orders.jsx', from: "useState('open')", to: "useState('packed')" },
    ],
    bump: { name: '@reduxjs/toolkit', version: '2.9.0' },
  },
  {
    // Vue, a router, a store, translations, charts, dates: five routes, by Vite.
    name: 'planner',
    bundler: 'vite',
    configuration: 'vite.config.js',
    visit: ['/', '/tasks', '/people', '/figures', '/new'],
    edits: [
      { file: 'src/lib/i18n.js', from: 'What is planned for today', to: 'What today brings' },
      { file: 'src/parts/ListView.vue', from: 'Nothing here', to: 'Nothing to show' },
      { file: 'src/views/Tasks.vue', from: "ref('open')", to: "ref('done')" },
    ],
    bump: { name: 'axios', version: '1.10.0' },
  },
]

const npm = (cwd: string, args: readonly string[], signal: AbortSignal) =>
  run('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], { cwd, signal })

const edit = async (root: string, { file, from, to }: DeployedProject['edits'][number]): Promise<void> => {
  const text = await readFile(path.join(root, file), 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no “${from}” to edit`)
  await writeFile(path.join(root, file), text.replace(from, to))
}

const targetAt = (root: string, { name, visit }: DeployedProject): Promise<TargetSystem> =>
  detectTarget(root, {
    name,
    pages: visit.map((at, i) => ({ id: i === 0 ? 'home' : at.slice(1), path: at, weight: 1 })),
    build: { command: 'npm run build', output: 'dist' },
    serve: { kind: 'static', folder: 'dist', fallback: 'index.html' },
  })

/** The project as it is and as it is deployed next, each installed in a folder of its own within an empty one. */
export const installDeploys = async (
  project: DeployedProject,
  folder: string,
  { signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>,
): Promise<readonly [now: TargetSystem, next: TargetSystem]> => {
  const [now, next] = [path.join(folder, project.name), path.join(folder, `${project.name}-next`)]
  progress(`${project.name}: installing its packages`)
  await cp(fileURLToPath(new URL(`fixtures/${project.name}`, import.meta.url)), now, { recursive: true })
  await rename(path.join(now, 'gitignore'), path.join(now, '.gitignore'))
  await npm(now, ['ci'], signal)
  await cp(now, next, { recursive: true, verbatimSymlinks: true })
  for (const one of project.edits) await edit(next, one)
  await npm(next, ['install', '--save-exact', `${project.bump.name}@${project.bump.version}`], signal)
  return [await targetAt(now, project), await targetAt(next, project)]
}
