import { posix } from 'node:path'
import { OUTPUT_FOLDERS } from '../system/built-pages.js'
import { nextExport } from './framework-output.js'
import type { Project } from './project.js'
import { buildScript, resolvedScript } from './scripts.js'

/** A script that only starts a server for development: what it serves is not what visitors get. */
const DEVELOPMENT =
  /webpack-dev-server|webpack(-cli)?\s+(serve|.*(--watch|-w)\b)|\bvite\b(?!\s+(build|preview))|(react-scripts|react-app-rewired|craco|preact|gatsby|vue-cli-service|ng|astro|nuxt|next|snowpack|rsbuild|rspack|remix|wmr|storybook)\s+(start|dev|serve|develop|watch)\b(?<!(next|nuxt|remix)\s+start)|\bparcel\b(?!\s+build)|nodemon|ts-node-dev|\b(gulp|grunt|browser-sync|(live|lite|light|five)-server)\b|--watch\b|eleventy.*--serve/

/** `tsc -w`, but not `npm start -w web`, which names a workspace, nor an option of the project's own server. */
const WATCHES = /(?<!\b(?:npm|pnpm|yarn|node|bun|deno|tsx|ts-node)\b[^&|;"']*)\s-w(?=[\s"']|$)/

/** A script that serves files, as we do ourselves. */
const FILE_SERVER = /(^|\s|npx\s+)(serve|http-server|sirv|vite\s+preview|local-web-server|superstatic)(\s|$)/

const SERVER =
  /(^|\s|&&\s*)(node|bun|deno|tsx|ts-node|pm2-runtime|next\s+start|nuxt\s+start|remix-serve|remix\s+start|nest\s+start|fastify\s+start|astro\s+preview|babel-node)(\s|$)/

/** A server's own file that compiles while it serves. */
const COMPILES_WHILE_SERVING =
  /webpack-dev-middleware|webpack-dev-server|webpack-hot-middleware|from ['"]vite['"]|require\(['"]vite['"]\)/

/** What only shows files, in a script file that starts it. */
const PREVIEW_TOOL = /\b(browser-sync|(?:live|lite|light|five|http)-server|webpack serve|parcel (?:serve|watch))\b/

/** The same among the dependencies. */
const PREVIEW_PACKAGE = /^(browser-sync|(live|lite|light|five|http)-server|serve|webpack-dev-server|parcel)$/

const SERVER_PACKAGE = /^(express|fastify|koa|@hapi\/hapi|polka|restify|hono|connect|@nestjs\/core|next|nuxt|micro)$/

/** A file that answers requests by itself. */
const ANSWERS =
  /(?:from|require\(|import\()\s*['"](?:(?:node:)?(?:http|https|http2|net)|express|fastify|koa|@hapi\/hapi|polka|restify|hono|@hono\/node-server|connect|@nestjs\/core|next|micro)['"]|\b(?:Bun|Deno)\.serve\(/

const LISTENS = /\.listen\s*\(/

/** A file that runs other programs, none of them a script of its own that might be the server. */
const RUNS_TOOLS = /['"](?:node:)?(?:child_process|concurrently|shelljs|execa|cross-spawn|npm-run-all)['"]/
const RUNS_NODE = /\bnode\b(?!:)/

/** What the `start` script does: `server` for one that visitors could be sent to. */
export interface Start {
  readonly kind: 'server' | 'files' | 'development' | 'none'
  /** What says so, where the script of package.json alone does not, e.g. `scripts/start.js runs browser-sync`. */
  readonly because?: string
  /** The folder that a preview shows, where it is named by one of the usual names of outputs. */
  readonly shows?: string
}

const FOLDER = `(?:\\./)?(${OUTPUT_FOLDERS.join('|')})/?(?![\\w./-])`

/** `browser-sync start -s dist`, `serve ./build`; `${tool} dist -w`; `server: 'dist'`, `baseDir: ['./dist']`. */
const SHOWN = [
  new RegExp(
    `(?:browser-sync|(?:live|lite|light|five|http)-server|\\bserve|\\bsirv)"?\\s(?:[^|&;"'\`\\n]*\\s)?${FOLDER}`,
  ),
  new RegExp(`\\s${FOLDER}\\s+--?\\w`),
  new RegExp(`\\b(?:baseDir|server|root)\\s*:\\s*\\[?\\s*['"\`]${FOLDER}`),
]

const shown = (text: string): Pick<Start, 'shows'> => {
  const folder = SHOWN.map(pattern => pattern.exec(text)?.[1]).find(name => name !== undefined)
  return folder === undefined ? {} : { shows: folder }
}

/** What goes on running at the end: `npm run build && node server.js` is what `node server.js` is. */
const lastCommand = (script: string): string =>
  script
    .match(/(?:"[^"]*"|'[^']*'|[^&;]|&(?!&))+/g)
    ?.at(-1)
    ?.trim() ?? script

interface SourceFile {
  readonly path: string
  readonly text: string
}

async function readSource(project: Project, file: string): Promise<SourceFile | undefined> {
  for (const path of [file, `${file}.js`, posix.join(file, 'index.js')]) {
    const text = await project.read(path)
    if (text !== undefined) return { path: posix.normalize(path), text }
  }
  return undefined
}

const IMPORT = /(?:from|require\(|import\(?)\s*['"](\.{1,2}\/[^'"]+)['"]/g

/** Enough to find what a small script starts; larger programs are servers until something says otherwise. */
const MOST_FILES = 20

/** A script file and the project's files that it imports, itself first. */
async function withImports(project: Project, file: string): Promise<readonly SourceFile[]> {
  const first = await readSource(project, file)
  const found = new Map(first === undefined ? [] : [[first.path, first]])
  for (const { path, text } of found.values()) {
    for (const [, name] of text.matchAll(IMPORT)) {
      const imported = await readSource(project, posix.join(posix.dirname(path), name!))
      if (imported !== undefined && found.size < MOST_FILES && !found.has(imported.path))
        found.set(imported.path, imported)
    }
  }
  return [...found.values()]
}

/** What a script file starts, from its text. A server of its own may use tools of development: it stays one. */
async function startOfFile(project: Project, file: string): Promise<Start> {
  const sources = await withImports(project, file)
  const compiler = sources.slice(0, 1).find(({ text }) => COMPILES_WHILE_SERVING.test(text))
  if (compiler) return { kind: 'development', because: `${compiler.path} compiles while it serves` }
  if (sources.length === 0 || sources.some(({ text }) => ANSWERS.test(text))) return { kind: 'server' }
  for (const { path, text } of sources) {
    const tool = PREVIEW_TOOL.exec(text)?.[1]
    if (tool !== undefined) return { kind: 'development', because: `${path} runs ${tool}`, ...shown(text) }
  }
  const tool = project.dependencies.find(name => PREVIEW_PACKAGE.test(name))
  const serves = project.hasDependency(SERVER_PACKAGE) || sources.some(({ text }) => LISTENS.test(text))
  const runner = sources.find(({ text }) => RUNS_TOOLS.test(text) && !RUNS_NODE.test(text))
  return tool === undefined || serves || runner === undefined
    ? { kind: 'server' }
    : { kind: 'development', because: `${runner.path} runs other programs, and ${tool} is among the dependencies` }
}

/** What the `start` script of a project does; nothing is run. */
export async function startOf(project: Project): Promise<Start> {
  const script = resolvedScript(project, 'start')
  if (script === undefined) return { kind: 'none' }
  const command = lastCommand(script)
  if (/NODE_ENV=development/.test(script) || DEVELOPMENT.test(command) || WATCHES.test(command)) {
    return { kind: 'development', ...shown(command) }
  }
  if (FILE_SERVER.test(command)) return { kind: 'files', ...shown(command) }
  if (!SERVER.test(command)) return { kind: 'none' }
  if (/\bnext\s+start\b/.test(command)) {
    // It refuses to serve an export, and is in package.json all the same: the template has it.
    const exported = await nextExport(project, resolvedScript(project, buildScript(project) ?? '') ?? '')
    if (exported !== undefined) return { kind: 'files', because: exported.from }
  }
  const file = /(?:node|tsx|ts-node|babel-node|bun)\s+(?:--?\S+\s+)*([\w./-]+)/.exec(command)?.[1]
  return file === undefined ? { kind: 'server' } : startOfFile(project, file)
}
