import { posix } from 'node:path'
import semver from 'semver'
import type { Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { InstalledFiles } from '../../build-config/installed-files.js'
import type { BuildConfiguration } from '../../build-config/read-build.js'
import { forbidsCode } from '../../html/content-security-policy.js'
import { attribute } from '../../html/elements.js'
import { parsePage } from '../../html/insert-in-head.js'
import { policyFile } from '../../html/policy-file.js'
import { parseSource } from '../../source/parse.js'

/** Libraries that draw the same components in a browser and while a project is built, with the oldest versions that take over what is drawn. */
const LIBRARIES = {
  react: { module: 'react-dom/client', mounts: 'createRoot', package: 'react-dom', versions: '>=18' },
  vue: { module: 'vue', mounts: 'createApp', package: 'vue', versions: '>=3.2' },
} as const

export type Library = keyof typeof LIBRARIES

/** What puts the page into its HTML. */
export interface Application {
  /** The file that scripts begin with. */
  readonly entry: string
  readonly library: Library
  /** The id of the element that it fills. */
  readonly mount: string
}

/** The page that Vite makes of the project. */
export const PAGE = 'index.html'

const refuse = (subject: string, reason: string): Refusal => ({ subject, reason })

const libraryOf = (path: string, text: string): Library | null => {
  const imported = parseSource(path, text)?.imports ?? []
  const found = (Object.keys(LIBRARIES) as Library[]).filter(name =>
    imported.some(
      ({ specifier, bindings }) =>
        specifier === LIBRARIES[name].module &&
        bindings.some(one => one.imported === LIBRARIES[name].mounts || one.imported === 'default'),
    ),
  )
  return found.length === 1 ? found[0]! : null
}

const mountIn = (text: string): string | null => {
  const named = [
    ...text.matchAll(
      /getElementById\(\s*['"`]([\w-]+)['"`]\s*\)|(?:querySelector|\.mount)\s*(?:<\w+>)?\(\s*['"`]#([\w-]+)['"`]\s*\)/g,
    ),
  ].map(([, id, selected]) => (id ?? selected)!)
  return new Set(named).size === 1 ? named[0]! : null
}

/** @returns what puts the page of a project that Vite builds into its HTML, or why it cannot be drawn while it is built. */
export const readApplication = async (
  { packageText, configs }: BuildConfiguration,
  root: string,
  workspace: ReadableWorkspace,
): Promise<Application | Refusal> => {
  const [config] = configs.keys()
  if (!(await workspace.exists(PAGE)))
    return refuse(config ?? 'Vite', `its page is not ${PAGE} in the project’s own folder`)
  const { elements } = parsePage(await workspace.readText(PAGE))
  const policed = forbidsCode(elements) ? PAGE : await policyFile(workspace)
  if (policed !== null)
    return refuse(
      policed,
      'its Content Security Policy may keep out the line of code by which a page is left empty where it is another',
    )
  const entries = elements
    .filter(one => one.tagName === 'script' && attribute(one, 'type') === 'module')
    .map(one => attribute(one, 'src') ?? '')
    .filter(src => src !== '' && !/^[a-z]*:?\/\//.test(src))
  if (entries.length !== 1) return refuse(PAGE, `its scripts begin in ${entries.length} files, not in one`)
  const entry = posix.normalize(entries[0]!.replace(/^\//, ''))
  if (!(await workspace.exists(entry))) return refuse(PAGE, `${entry} is no file of the project`)
  const text = await workspace.readText(entry)
  const library = libraryOf(entry, text)
  const mount = mountIn(text)
  if (library === null || mount === null)
    return refuse(
      entry,
      'it does not put one page into an element of the HTML with createRoot (React) or createApp (Vue)',
    )
  const element = elements.find(one => attribute(one, 'id') === mount)
  const isEmpty = (node: (typeof elements)[number]): boolean =>
    node.childNodes.every(
      ({ nodeName, ...child }) => nodeName === '#comment' || ('value' in child && /^\s*$/.test(String(child.value))),
    )
  if (!element || !isEmpty(element)) return refuse(PAGE, `it has no empty element #${mount}`)
  const { package: name, versions } = LIBRARIES[library]
  const version = await new InstalledFiles(root).version(name)
  if (version === null || !semver.satisfies(version, versions, { includePrerelease: true }))
    return refuse(
      'package.json',
      `${name} ${version ?? 'of an unknown version'} does not take over what is drawn: ${versions} does`,
    )
  if (/"(?:next|nuxt|@remix-run\/\w+|@react-router\/dev|vike|astro|vite-ssg|vite-plugin-ssr)"\s*:/.test(packageText))
    return refuse('package.json', 'a framework of it draws pages itself')
  return { entry, library, mount }
}
