import { posix } from 'node:path'
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { ModuleGraph } from '../../../instruments/bundle/module-graph.js'
import type { ActuatorContext, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { withoutQuery } from '../../../model/pathname.js'
import { attribute, shownElements } from '../../html/elements.js'
import { HtmlSources } from '../../html/html-source.js'
import { servedFile } from '../../html/served-file.js'
import { servedPath, servedTexts } from '../../html/served-texts.js'
import { sourcePages } from '../../html/source-pages.js'
import { SourceTree } from '../../source/source-tree.js'

export type Context = ActuatorContext<'unused-styles'>

/** A style sheet among the project's files that measured pages get. */
export interface ProjectSheet {
  readonly path: string
  readonly text: string
  /** Where it is served as it is, from the root of its host; null where a build puts it into another file. */
  readonly address: string | null
  /** Why it stays as it is, as the end of a sentence; null where nothing is against it. */
  readonly against: string | null
}

export interface FoundSheets {
  readonly sheets: readonly ProjectSheet[]
  readonly refusals: readonly Refusal[]
  /** Pages of which it is not known what they are made from. */
  readonly unknown: readonly Refusal[]
}

const isSheet = (element: Tree.Element): boolean =>
  element.tagName === 'link' && /(^|\s)stylesheet(\s|$)/i.test(attribute(element, 'rel') ?? '')

/** A sheet for printers: what is printed is seen by nobody here. One that becomes a sheet for screens once it has come is none. */
const isForPrinters = (element: Tree.Element): boolean =>
  attribute(element, 'media')?.trim() === 'print' && attribute(element, 'onload') === undefined

/** Gathers sheets, each once, with what is against changing it. */
class Finder {
  readonly #workspace: ReadableWorkspace
  readonly #sheets = new Map<string, ProjectSheet>()
  readonly #refusals = new Map<string, Refusal>()

  constructor(workspace: ReadableWorkspace) {
    this.#workspace = workspace
  }

  refuse(subject: string, reason: string): void {
    this.#refusals.set(subject, { subject, reason })
  }

  get sheets(): ProjectSheet[] {
    return [...this.#sheets.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
  }

  get refusals(): Refusal[] {
    return [...this.#refusals.values()]
  }

  /** @param reason what is against changing it, by the text that it has */
  async add(path: string, address: string | null, reason: (text: string) => string | null): Promise<void> {
    const content = await this.#workspace.read(path)
    const text = content.toString('utf8')
    if (!Buffer.from(text).equals(content)) {
      this.refuse(path, 'is not in UTF-8')
      return
    }
    const known = this.#sheets.get(path)
    const against = known?.against ?? reason(text)
    this.#sheets.set(path, { path, text, address: known?.address ?? address, against })
  }
}

/** Sheets that the HTML of measured pages names. */
const linkedSheets = async (
  context: Context,
  workspace: ReadableWorkspace,
  finder: Finder,
): Promise<readonly Refusal[]> => {
  const { target, baseline, observation } = context
  const textOf = servedTexts(target, baseline)
  const { files, unknown } = await sourcePages(await HtmlSources.read(target, baseline, workspace), observation)
  for (const { file, pages } of files) {
    const elements = shownElements(parse(await workspace.readText(file)))
    if (elements.some(({ tagName }) => tagName === 'base')) {
      finder.refuse(file, 'has a <base>, from which its addresses are meant')
      continue
    }
    for (const element of elements) {
      const href = attribute(element, 'href')
      if (!isSheet(element) || href === undefined || !/\.css$/i.test(withoutQuery(href))) continue
      const address = servedPath(pages[0].path, href)
      const path = address === null ? null : await servedFile(target, workspace, address)
      if (address === null || path === null || !/\.css$/i.test(path)) continue
      const served = await textOf(pages[0].path, href)
      await finder.add(path, served === null ? null : address, text => {
        if (attribute(element, 'integrity') !== undefined)
          return 'is named with its hash (integrity), which would no longer fit'
        if (isForPrinters(element)) return 'is for printers, which nobody looks at here'
        return (served === null ? observation.bundle !== null : served === text)
          ? null
          : 'is not served as it is written: something else makes what is sent'
      })
    }
  }
  return unknown
}

/** Sheets that modules of the bundle import for what they do to the page. */
const importedSheets = async (
  { observation }: Context,
  workspace: ReadableWorkspace,
  finder: Finder,
): Promise<void> => {
  if (observation.bundle === null) return
  const tree = await SourceTree.read(new ModuleGraph(observation.bundle), workspace)
  for (const file of tree.files.values()) {
    for (const { specifier, bindings } of file.imports) {
      if (!/\.css(\?.*)?$/i.test(specifier)) continue
      const path = tree.resolve(file.path, specifier)
      if (path === null || !(await workspace.exists(path))) continue
      await finder.add(path, null, () => {
        if (bindings.length > 0 || /\.module\.css$/i.test(path))
          return 'is a CSS module, or is handed to a script: who uses what of it is told by the build'
        return /[?!]/.test(specifier) ? 'is imported in a way of its own' : null
      })
    }
  }
}

/** The project's own style sheets that measured pages get, and why others are left alone. Those of packages and preprocessors are none of them. */
export const findSheets = async (context: Context, workspace: ReadableWorkspace): Promise<FoundSheets> => {
  const finder = new Finder(workspace)
  const unknown = await linkedSheets(context, workspace, finder)
  await importedSheets(context, workspace, finder)
  return { sheets: finder.sheets, refusals: finder.refusals, unknown }
}

/** Links of any page that hold to a hash of what they name, by the name of the file. */
export const pinnedNames = (pages: readonly string[]): ReadonlySet<string> =>
  new Set(
    pages
      .flatMap(text => text.match(/<link\b[^>]*\bintegrity\s*=[^>]*>/gi) ?? [])
      .flatMap(link => /\bhref\s*=\s*["']?([^\s"'>]+)/i.exec(link)?.[1] ?? [])
      .map(href => posix.basename(withoutQuery(href))),
  )
