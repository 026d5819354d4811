import type { ReadableWorkspace } from '../../../model/change.js'
import { InstalledFiles } from '../../build-config/installed-files.js'

/** Its name since it has moved, and the one before, under which nothing new comes out. */
const NAMES = ['@qwik.dev/partytown', '@builder.io/partytown'] as const

/** The files that its worker is made of (https://partytown.qwik.dev/copy-library-files), but for those to find errors with. */
export const FILES = [
  'partytown-atomics.js',
  'partytown-media.js',
  'partytown-sandbox-sw.html',
  'partytown-sw.js',
  'partytown.js',
] as const

/** The folder of the site: hosts that publish by Jekyll leave out what begins with `~`, which is its own choice. */
export const FOLDER = 'partytown'

/** The library as the project has it installed. */
export interface Partytown {
  readonly name: string
  readonly version: string
  /** What stands in the head of a page. */
  readonly snippet: string
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

/** @returns the library, or why it cannot be used: as a sentence's end */
export const installedPartytown = async (workspace: ReadableWorkspace): Promise<Partytown | string> => {
  const installed = new InstalledFiles(workspace.root)
  for (const name of NAMES) {
    const version = await installed.version(name)
    if (version === null) continue
    const texts = await Promise.all(FILES.map(file => installed.text(`node_modules/${name}/lib/${file}`)))
    const files = FILES.map((file, i) => ({ name: file, text: texts[i]! }))
    const snippet = files.at(-1)!.text.trim()
    if (texts.includes('')) return `${name} ${version} has other files than are known`
    // A template would take some of it for its own.
    if (/<\/script|<!--|<%|\$\{/i.test(snippet)) return `${name} ${version} cannot stand in a page`
    return { name, version, snippet, files }
  }
  return `the project does not have Partytown, which the worker is: npm install --save-exact ${NAMES[0]}`
}
