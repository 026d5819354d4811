import type { Project } from './project.js'
import { runScript, testScript } from './scripts.js'

/** `ng test` by Karma, with nothing said of how it ends, as the last command of a script: what is added reaches it. */
const OPEN_ENDED = /\bng\s+test\b(?![^&|;]*--(?:no-)?watch\b)[^&|;]*$/

const KARMA = /"builder"\s*:\s*"[^"]*:karma"/

/**
 * How a project's own tests are run to their end; undefined where it has none. Karma, in Angular's projects, opens a window of Chrome and waits
 * for changes there unless it is told otherwise.
 */
export async function testCommand(project: Project): Promise<string | undefined> {
  const name = testScript(project)
  if (name === undefined) return undefined
  const command = runScript(project, name)
  const script = project.packageJson?.scripts[name] ?? ''
  if (!OPEN_ENDED.test(script) || !KARMA.test((await project.read('angular.json')) ?? '')) return command
  const browsers = /--browsers\b/.test(script) ? '' : ' --browsers=ChromeHeadless'
  return `${command}${project.packageManager === 'npm' ? ' --' : ''} --watch=false${browsers}`
}
