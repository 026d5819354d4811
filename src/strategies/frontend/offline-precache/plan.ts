import { posix } from 'node:path'
import type { Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { RequestRecord } from '../../../model/observation.js'
import { copiedFolder } from '../../html/copied-folder.js'
import { type HtmlSource, HtmlSources } from '../../html/html-source.js'
import { parsePage } from '../../html/insert-in-head.js'
import { observedPages } from '../../html/observed-pages.js'
import { policyFile } from '../../html/policy-file.js'
import { spelledAddress } from '../../html/served-file.js'
import { type AskedAgain, askedAgain } from './asked-again.js'
import { addScript } from './edit-page.js'
import { existingWorker } from './existing-worker.js'
import { hashedNames } from './hashed-names.js'
import { answeredFrom, type Context, type Output, outputOf, ownPath } from './served-output.js'
import { workerForbidden } from './worker-policy.js'
import { REGISTRATION, WORKER, type WorkerSettings } from './worker-text.js'

/** A page's source, and the tag that it gets. */
export interface PageEdit {
  readonly file: string
  readonly tag: string
}

/** What would be written. */
export interface WorkerPlan {
  readonly folder: string
  readonly settings: WorkerSettings
  readonly pages: readonly PageEdit[]
  readonly again: readonly AskedAgain[]
}

export interface Planned {
  /** Null where nothing may be written, also where nobody asked for it. */
  readonly plan: WorkerPlan | null
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

const refused = (subject: string, reason: string, findings: readonly Finding[] = []): Planned => ({
  plan: null,
  findings,
  refusals: [{ subject, reason }],
})

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

const surveyed = ({ observation }: Context): RequestRecord[] =>
  observation.pages.flatMap(({ survey }) => survey.requests)

/** What of the measured pages' files the worker would keep: hashed ones, from folders that the build alone fills. */
const settingsOf = async (
  context: Context,
  output: Output,
  workspace: ReadableWorkspace,
): Promise<WorkerSettings | string> => {
  const { observation, configuration } = context
  const hashed = hashedNames(
    observation.bundle?.bundler === 'vite' ? 'base64url' : 'hexadecimal',
    configuration.largestPicture > 0,
  )
  const pattern = new RegExp(hashed)
  const folders = new Set<string>()
  for (const request of surveyed(context)) {
    const path = ownPath(request)
    if (path === null || !pattern.test(posix.basename(path)) || request.kind === 'document') continue
    if ((await answeredFrom(request, output)) !== null) folders.add(folderOf(path))
  }
  const { keep, mostFiles, largestPicture } = configuration
  if (folders.size === 0 && keep.length === 0)
    return 'no file of the build that a measured page loads has a hash in its name: what changes under its name must not be kept'
  for (const folder of [...folders]) {
    const copied = await workspace.list(['public', 'static'].map(at => `${at}/${folder}*`))
    const alike = copied.find(file => pattern.test(posix.basename(file)))
    if (alike !== undefined) return `${alike} is copied as it is, and its name looks as if it held a hash`
  }
  return {
    folders: [...folders].sort(),
    hashed,
    listed: [REGISTRATION, ...keep.map(path => path.slice(1))],
    mostFiles,
    largestPicture,
  }
}

const isKeptBy = ({ folders, hashed, listed }: WorkerSettings): ((request: RequestRecord) => boolean) => {
  const pattern = new RegExp(hashed)
  return request => {
    const path = ownPath(request)
    if (path === null || request.kind === 'document' || request.url.includes('?')) return false
    return (
      (folders.includes(folderOf(path)) && pattern.test(posix.basename(path))) ||
      listed.some(one => one === path || (one.endsWith('/') && path.startsWith(one)))
    )
  }
}

/** The source of a page that the server sends as the build made it, or why there is none: as a sentence's end. */
const sourceOf = async (
  page: ReturnType<typeof observedPages>[number],
  sources: HtmlSources,
  context: Context,
  output: Output,
  workspace: ReadableWorkspace,
): Promise<HtmlSource | string> => {
  const survey = context.observation.pages.find(one => one.page.id === page.id)?.survey
  const document = survey?.requests.find(({ kind }) => kind === 'document')
  const built = document === undefined ? null : await answeredFrom(document, output)
  if (built === null) return 'the server answers with another document than the build has made'
  const source = await sources.of(page)
  if (typeof source !== 'string' || context.observation.bundle?.bundler !== 'vite') return source
  return (await workspace.exists(built)) ? { path: built, template: false } : source
}

const findingOf = ({ path, requests }: AskedAgain): Finding => ({
  subject: path,
  message: `${requests.length} ${requests.length === 1 ? 'file is' : 'files are'} asked for again on the next visit although their names say that nothing has changed: ${requests.map(({ url }) => url).join(', ')}. \`Cache-Control: public, max-age=31536000, immutable\` from the server gains the same, and needs no worker`,
  metric: 'cache-hit-rate',
  value: requests.length,
})

/** What a worker would gain, whether it may be written, and how. Edits nothing. */
export const planWorker = async (context: Context, workspace: ReadableWorkspace): Promise<Planned> => {
  const { target, observation, baseline, configuration } = context
  if (target.serve.kind === 'static')
    return refused(
      target.name,
      'its files are served by the lab, which lets browsers keep hashed ones for ever, as hosts should: a worker gains nothing there, and nothing could be shown. It is tried where the service of a project answers by itself (`serve`)',
    )
  if (target.build === undefined) return refused(target.name, 'no build makes files with hashes in their names')
  const output = outputOf(context, target.build.output)
  const settings = await settingsOf(context, output, workspace)
  if (typeof settings === 'string') return refused(target.build.output, settings)
  const again = askedAgain(observation, isKeptBy(settings))
  if (again.length === 0)
    return refused(
      target.name,
      "no page is measured as for somebody who comes back: what a worker gains is not seen on a first visit (`pages: [{ path: '/', view: 'repeat' }]`)",
    )
  const findings = again.filter(({ requests }) => requests.length > 0).map(findingOf)
  if (findings.length === 0) {
    const unstored = again.flatMap(one => one.unstored)[0]
    return refused(
      target.name,
      unstored === undefined
        ? 'the server lets browsers keep hashed files, and they do: a worker gains nothing'
        : `${unstored.url} and others must not be stored, as the server says (Cache-Control: ${unstored.cacheControl})`,
    )
  }
  const existing = await existingWorker(observation, workspace)
  if (existing !== null) return refused(target.name, `${existing}: a site has one for its root`, findings)
  const copied = await copiedFolder(context, output.text, workspace)
  if (typeof copied === 'string') return refused(target.name, copied, findings)
  for (const name of [WORKER, REGISTRATION])
    if ((await workspace.exists(posix.join(copied.folder, name))) || (await output.size(name)) !== null)
      return refused(name, 'a file of that name is there already', findings)

  const sources = await HtmlSources.read(target, baseline, workspace)
  const serverFile = await policyFile(workspace)
  const refusals: Refusal[] = []
  const pages = new Map<string, PageEdit>()
  for (const page of observedPages(observation)) {
    const source = await sourceOf(page, sources, context, output, workspace)
    if (typeof source === 'string') {
      refusals.push({ subject: page.path, reason: source })
      continue
    }
    const html = await workspace.readText(source.path)
    const address = spelledAddress(`/${REGISTRATION}`, { source, html, page, serve: target.serve })
    const tag = `<script src="${address}" async></script>`
    const reason = workerForbidden(parsePage(html), serverFile) ?? addScript(html, tag)
    if (typeof reason === 'string')
      refusals.push({ subject: source.path, reason: `it is not asked for here: ${reason}` })
    else pages.set(source.path, { file: source.path, tag })
  }
  if (pages.size === 0) return { plan: null, findings, refusals }
  if (configuration.worker === 'off')
    return {
      ...refused(
        target.name,
        'a worker stays with its visitors beyond the change that brought it, so none is written unless the configuration asks for it: `worker` is `off`',
        findings,
      ),
    }
  return { plan: { folder: copied.folder, settings, pages: [...pages.values()], again }, findings, refusals }
}
