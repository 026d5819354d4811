import { readFile } from 'node:fs/promises'
import type { Helper } from '../../../build-config/extend-config.js'
import { literal } from '../../../build-config/literal.js'
import type { Application } from '../application.js'

/** An application with the paths at which its pages are drawn while it is built. */
export interface DrawnApplication extends Application {
  readonly paths: readonly string[]
}

/** The file beside the configuration of Vite, and the function of it that the configuration passes through. */
export const HELPER: Helper = { file: 'prerendering.mjs', pass: 'withPrerendering' }

/** The text of the helper for an application. */
export const helperSource = async ({ entry, library, mount, paths }: DrawnApplication): Promise<string> => {
  const text = await readFile(new URL('./prerendering.mjs', import.meta.url), 'utf8')
  const line = `const application = ${literal({ entry, library, mount, paths })}`
  return text.replace(/^const application = .*$/m, () => line)
}
