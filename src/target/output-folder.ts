import { posix } from 'node:path'
import { builtPages } from '../system/built-pages.js'
import { angularOutput, type FoundOutput, frameworkOutput } from './framework-output.js'
import type { Project } from './project.js'
import { startOf } from './start.js'

const CONFIGS = {
  webpack: [
    'webpack.config.js',
    'webpack.config.cjs',
    'webpack.config.mjs',
    'webpack.config.ts',
    'webpack.prod.js',
    'webpack.production.js',
    'webpack.common.js',
    'webpack.config.prod.js',
    'webpack.config.production.js',
    'config/webpack.config.js',
    'config/webpack.prod.js',
    'config/webpack.common.js',
    'build/webpack.config.js',
  ],
  vite: ['vite.config.js', 'vite.config.mjs', 'vite.config.ts', 'vite.config.mts', 'vite.config.cjs'],
}

/** `path: path.resolve(__dirname, 'dist')`, `path.join(__dirname, '..', 'public', 'assets')`, `path: __dirname + '/dist'`. */
const WEBPACK_PATH =
  /\bpath\s*:\s*(?:(?:path\.)?(?:resolve|join)\s*\(\s*(?:__dirname|process\.cwd\(\)|import\.meta\.dirname|\w+)\s*,?((?:\s*['"`][^'"`]*['"`]\s*,?)*)\s*\)|__dirname\s*\+\s*['"`]([^'"`]+)['"`])/

const VITE_OUT_DIR = /\boutDir\s*:\s*['"`]([^'"`]+)['"`]/

/** Folders of tools that have one of their own, by dependency. */
const BY_TOOL: readonly (readonly [RegExp, string])[] = [
  [/^(react-scripts|react-app-rewired|@craco\/craco|preact-cli|@docusaurus\/core|@sveltejs\/kit)$/, 'build'],
  [/^gatsby$/, 'public'],
  [/^@11ty\/eleventy$/, '_site'],
  [/^(vite|@vue\/cli-service|astro|parcel|parcel-bundler|rollup|@rsbuild\/core|@rspack\/cli|webpack)$/, 'dist'],
]

/** A path of a configuration file as one relative to the project, or undefined where it leads out of it. */
function normalized(segments: readonly string[], configFile: string): string | undefined {
  const out: string[] = configFile.split('/').slice(0, -1)
  for (const segment of segments.flatMap(part => part.split('/'))) {
    if (segment === '..') {
      if (out.pop() === undefined) return undefined
    } else if (segment !== '' && segment !== '.') out.push(segment)
  }
  return out.join('/') || '.'
}

async function fromWebpack(project: Project): Promise<FoundOutput | undefined> {
  for (const file of CONFIGS.webpack) {
    const source = await project.read(file)
    const match = source === undefined ? null : WEBPACK_PATH.exec(source)
    if (!match) continue
    const segments =
      match[2] === undefined ? [...(match[1] ?? '').matchAll(/['"`]([^'"`]*)['"`]/g)].map(m => m[1]!) : [match[2]]
    const folder = normalized(segments, file)
    return folder === undefined ? undefined : { folder, from: `output.path in ${file}` }
  }
  return undefined
}

async function fromVite(project: Project): Promise<FoundOutput | undefined> {
  for (const file of CONFIGS.vite) {
    const outDir = VITE_OUT_DIR.exec((await project.read(file)) ?? '')?.[1]
    const folder = outDir === undefined ? undefined : normalized([outDir], file)
    if (folder !== undefined) return { folder, from: `outDir in ${file}` }
  }
  return undefined
}

/** `--outdir dist`, `--outfile=dist/app.js` of esbuild, `-d dist`, `-o dist/app.js` of Rollup and webpack, `BUILD_PATH=site` of react-scripts. */
const FOLDER_OPTION =
  /(--(?:output-path|outDir|outdir|out-dir|dist-dir|output)|(?<=\b(?:rollup|parcel)\b[^&|;]*\s)(?:-d|--dir)|\bBUILD_PATH)[ =]['"]?([\w./-]+)/
const FILE_OPTION = /(--(?:outfile|file)|(?<=\brollup\b[^&|;]*\s)-o)[ =]['"]?([\w./-]+\.[cm]?js)\b/

/**
 * Where the page lies that loads what is written to a folder: there or above it (`public/index.html` beside `public/js`); the project's own
 * folder only where its page names the other.
 */
async function pageFolder(project: Project, folder: string): Promise<string> {
  for (let at = folder; at !== '.'; at = posix.dirname(at)) if (await project.exists(`${at}/index.html`)) return at
  const page = await project.read('index.html')
  return page?.includes(`${folder}/`) ? '.' : folder
}

async function fromCommand(project: Project, script: string): Promise<FoundOutput | undefined> {
  const [, option, said] = FOLDER_OPTION.exec(script) ?? []
  const [, fileOption, file] = FILE_OPTION.exec(script) ?? []
  const given = said ?? (file === undefined ? undefined : posix.dirname(file))
  if (given === undefined || given.startsWith('/')) return undefined
  const folder = normalized([given], '')
  if (folder === undefined) return undefined
  return { folder: await pageFolder(project, folder), from: `${option ?? fileOption} of the command` }
}

/**
 * The folder that a build leaves its pages in, relative to the project: said by the command, by the configuration of a framework, webpack or
 * Vite (read as text, never run), by the tool's own default, shown by `start`, or found lying there.
 */
export async function outputFolder(project: Project, buildCommand: string): Promise<FoundOutput | undefined> {
  const said =
    (/\bng\s+build\b/.test(buildCommand) ? await angularOutput(project, buildCommand) : undefined) ??
    (await fromCommand(project, buildCommand)) ??
    (await frameworkOutput(project, buildCommand)) ??
    (await fromWebpack(project)) ??
    (await fromVite(project))
  if (said !== undefined) return said
  for (const names of [project.dependencies, project.tools]) {
    for (const [tool, folder] of BY_TOOL) {
      const name = names.find(dependency => tool.test(dependency))
      if (name !== undefined) return { folder, from: `${name} puts it there unless told otherwise` }
    }
  }
  const { shows } = await startOf(project)
  if (shows !== undefined) return { folder: shows, from: 'the script "start" shows it' }
  const built = builtPages(project.root)
  return built === undefined ? undefined : { folder: built, from: `${built}/index.html is there` }
}
