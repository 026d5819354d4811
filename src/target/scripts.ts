import type { Project } from './project.js'

/** A script that only starts a server for development: what it serves is not what visitors get. */
const DEVELOPMENT =
  /webpack-dev-server|webpack(-cli)?\s+(serve|.*(--watch|-w)\b)|\bvite\b(?!\s+(build|preview))|(react-scripts|react-app-rewired|craco|preact|gatsby|vue-cli-service|ng|astro|nuxt|next|snowpack|rsbuild|rspack|remix|wmr|storybook)\s+(start|dev|serve|develop|watch)\b(?<!(next|nuxt|remix)\s+start)|\bparcel\b(?!\s+build)|nodemon|ts-node-dev|\b(gulp|grunt|browser-sync|live-server)\b|--watch\b|eleventy.*--serve|NODE_ENV=development/

/** A script that serves files, as we do ourselves. */
const FILE_SERVER = /(^|\s|npx\s+)(serve|http-server|sirv|vite\s+preview|local-web-server|superstatic)(\s|$)/

const SERVER =
  /(^|\s|&&\s*)(node|bun|deno|tsx|ts-node|pm2-runtime|next\s+start|nuxt\s+start|remix-serve|remix\s+start|nest\s+start|fastify\s+start|astro\s+preview|babel-node)(\s|$)/

/** A server's own file that compiles while it serves. */
const COMPILES_WHILE_SERVING =
  /webpack-dev-middleware|webpack-dev-server|webpack-hot-middleware|from ['"]vite['"]|require\(['"]vite['"]\)/

const PLACEHOLDER_TEST = /no test specified|^\s*(exit 0|true|echo\b[^&|;]*)$/

/** The command that runs a script of package.json. */
export const runScript = (project: Project, name: string): string => `${project.packageManager} run ${name}`

/** A script with the scripts that it runs (`npm run x`) put in, three levels deep. */
export function resolvedScript(project: Project, name: string, depth = 3): string | undefined {
  const script = project.packageJson?.scripts[name]
  if (script === undefined || depth === 0) return script
  return script.replace(
    /\b(?:npm(?:\s+run(?:-script)?)?|yarn(?:\s+run)?|pnpm(?:\s+run)?|bun\s+run)\s+([\w:.-]+)/g,
    (whole, inner: string) => resolvedScript(project, inner, depth - 1) ?? whole,
  )
}

/** The script that builds for production, by name. */
export const buildScript = (project: Project): string | undefined =>
  ['build', 'build:production', 'build:prod', 'build-prod', 'production', 'prod', 'dist'].find(
    name => project.packageJson?.scripts[name] !== undefined,
  )

/** The project's test script, unless it is npm's placeholder. */
export function testScript(project: Project): string | undefined {
  const script = project.packageJson?.scripts.test
  return script === undefined || PLACEHOLDER_TEST.test(script) ? undefined : 'test'
}

/** What the `start` script does: `server` for one that visitors could be sent to. */
export async function startKind(project: Project): Promise<'server' | 'files' | 'development' | 'none'> {
  const script = resolvedScript(project, 'start')
  if (script === undefined) return 'none'
  if (DEVELOPMENT.test(script)) return 'development'
  if (FILE_SERVER.test(script)) return 'files'
  if (!SERVER.test(script)) return 'none'
  const file = /(?:node|tsx|ts-node|babel-node|bun)\s+(?:--?\S+\s+)*([\w./-]+)/.exec(script)?.[1]
  const source = file === undefined ? undefined : ((await project.read(file)) ?? (await project.read(`${file}.js`)))
  return source !== undefined && COMPILES_WHILE_SERVING.test(source) ? 'development' : 'server'
}
