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

/** A page of its own, and no template of a component or part of a page, of which Angular's projects have a file each. */
const isDocument = (text: string): boolean => text.trim() === '' || /<(?:!doctype|html|head|body)\b/i.test(text)

async function documents(project: Project): Promise<string[]> {
  const files = await htmlFiles(project, '.')
  const texts = await Promise.all(files.map(file => project.read(file)))
  return files.filter((_, i) => isDocument(texts[i] ?? ''))
}

/**
 * A single-page application answers its one document for every path. Told from the sources where nothing is built yet: a router among the
 * dependencies and no second document.
 */
async function isSinglePage(project: Project, output: string): Promise<boolean> {
  if (!project.hasDependency(ROUTERS)) return false
  const built = (await project.exists(output)) ? await htmlFiles(project, output) : []
  if (built.length > 0) return built.length === 1
  // Its one document is named there; others lie about and are not built.
  if (project.hasDependency(/^@angular\/router$/) && (await project.exists('angular.json'))) return true
  return (await documents(project)).length <= 1
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

/** A server of a tool that is told another port than the one in PORT; of two that it is told, it takes the last. */
const FIXED_PORT =
  /\b(?:PORT=\d+\b[^&|;]*\bnext\s+start\b|(?:next\s+start|astro\s+preview)\b[^&|;]*\s(?:-p|--port)[ =]?\d+\b)[^&|;]*$/

/** How `start` is run, on a port of our choice. */
function startCommand(project: Project): string {
  const command = runScript(project, 'start')
  if (!FIXED_PORT.test(project.packageJson?.scripts.start ?? '')) return command
  return `${command}${project.packageManager === 'npm' ? ' --' : ''} --port "$PORT"`
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
    return { kind: 'process', command: startCommand(project), readyPath: '/' }
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
