import { glob } from 'tinyglobby'
import { messageOf } from '../model/errors.js'
import type { TargetSystem } from '../model/target.js'
import type { Workspace, WorkspacePackage } from '../system/workspaces.js'
import { detectTarget } from './detect.js'
import { readProject } from './project.js'

/** A package that visitors could be served from. */
export interface WorkspaceTarget {
  readonly member: Pick<WorkspacePackage, 'name' | 'folder' | 'path'>
  /** How it is built and served, for people. */
  readonly summary: string
}

/** Tools that make the document themselves. */
const MAKES_PAGES =
  /^(html-webpack-plugin|html-rspack-plugin|react-scripts|react-app-rewired|@craco\/craco|gatsby|next|nuxt|astro|@11ty\/eleventy|@vue\/cli-service|@angular\/core|@sveltejs\/kit|@remix-run\/\w+|preact-cli)$/

/** A bundle alone is a library: a page has a document, or a tool that makes one. */
async function hasPages(folder: string): Promise<boolean> {
  const project = await readProject(folder)
  if (project.hasDependency(MAKES_PAGES)) return true
  const documents = await glob(['**/*.html', '**/*.ejs', '**/*.pug', '**/*.hbs'], {
    cwd: folder,
    ignore: ['**/node_modules/**', '**/{test,tests,coverage,__tests__,fixtures}/**'],
    deep: 5,
  })
  return documents.length > 0
}

const summaryOf = ({ build, serve }: TargetSystem): string =>
  [
    ...(build ? [`built by ${build.command}`] : []),
    serve.kind === 'static' ? `served from ${serve.folder}` : `served by ${serve.command}`,
  ].join(', ')

async function targetOf(member: WorkspaceTarget['member']): Promise<WorkspaceTarget | string> {
  try {
    const target = await detectTarget(member.folder)
    if (target.serve.kind === 'static' && !(await hasPages(member.folder))) return 'it has no page'
    return { member, summary: summaryOf(target) }
  } catch (error) {
    return messageOf(error)
  }
}

/** Which packages of a workspace could be optimized; the root itself last, where it can be served. */
export async function workspaceTargets(workspace: Workspace): Promise<WorkspaceTarget[]> {
  const root = { name: '.', folder: workspace.root, path: '.' }
  const found: WorkspaceTarget[] = []
  for (const member of [...workspace.packages, root]) {
    const target = await targetOf(member)
    if (typeof target !== 'string') found.push(target)
  }
  return found
}
