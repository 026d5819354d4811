import { glob } from 'tinyglobby'
import { TunewrightError } from '../model/errors.js'
import type { ServeTarget } from '../model/target.js'
import { basePath } from './base-path.js'
import type { Project } from './project.js'
import { buildScript, runScript } from './scripts.js'
import { startOf } from './start.js'

const ROUTERS =
  /^(react-router|react-router-dom|@tanstack\/react-router|wouter|@reach\/router|preact-router|vue-router|@angular\/router|svelte-routing|svelte-spa-router|@solidjs\/router|navigo|page)$/

/** Folders of plain files in which sites are kept, the root first. */
const SITE_FOLDERS = ['.', 'public', 'site', 'www', 'docs', 'dist', 'build', '_site', 'src']

const htmlFiles = (project: Project, folder: string) =>
  glob('**/*.html', {
    cwd: `${project.root}/${folder}`,
    ignore: ['**/node_modules/**', '**/404.html', '**/{test,tests,coverage}/**'],
    deep: 4,
  })

/**
 * A single-page application answers its one document for every path. Told from the sources where nothing is built yet: a router among the
 * dependencies and no second document.
 */
async function isSinglePage(project: Project, output: string): Promise<boolean> {
  if (!project.hasDependency(ROUTERS)) return false
  const built = (await project.exists(output)) ? await htmlFiles(project, output) : []
  if (built.length > 0) return built.length === 1
  return (await htmlFiles(project, '.')).length <= 1
}

const staticOutput = async (project: Project, folder: string): Promise<ServeTarget> => {
  const base = await basePath(project, buildScript(project))
  return {
    kind: 'static',
    folder,
    ...((await isSinglePage(project, folder)) && { fallback: 'index.html' }),
    ...(base !== undefined && { base }),
  }
}

/** A folder that can be served as it is: one with an index.html. */
async function siteFolder(project: Project): Promise<string | undefined> {
  for (const folder of SITE_FOLDERS) if (await project.exists(`${folder}/index.html`)) return folder
  return undefined
}

/**
 * How production serves a project: by its own server where `start` runs one, else as files.
 * @throws TunewrightError TARGET_UNSUPPORTED where there is neither a server nor a page.
 */
export async function detectServe(project: Project, output: string | undefined): Promise<ServeTarget> {
  if ((await startOf(project)).kind === 'server') {
    return { kind: 'process', command: runScript(project, 'start'), readyPath: '/' }
  }
  if (output !== undefined) return staticOutput(project, output)
  const folder = await siteFolder(project)
  if (folder !== undefined) return { kind: 'static', folder }
  throw new TunewrightError(
    'TARGET_UNSUPPORTED',
    `${project.root} has neither a page to serve nor a production server to start: no index.html, and no script in package.json that starts one.`,
    {
      remedy:
        'Name the folder of the web project itself, or say in a configuration file (`tunewright init` writes one) how it is served: ' +
        "target: { serve: { kind: 'static', folder: 'dist' } } or { kind: 'process', command: 'node server.js', readyPath: '/' }.",
    },
  )
}
