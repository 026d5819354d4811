import type { Project } from './project.js'

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
