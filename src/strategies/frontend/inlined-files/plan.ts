import type { ActuatorContext, Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { PageObservation } from '../../../model/observation.js'
import { type BuildConfiguration, readBuildConfiguration } from '../../build-config/read-build.js'
import type { MeasuredFace } from '../../fallback-fonts/fallback-face.js'
import { type BuiltFile, BuiltFiles, type LoadedFile } from './built-files.js'
import type { InlinedFile } from './data-urls.js'
import { inlinedFonts } from './font-sources.js'
import { inWords, kilobytes } from './in-words.js'
import { type Limit, NO_LIMITS } from './limits/limit.js'
import { readLimits } from './limits/read-limits.js'
import { movedFaces } from './moved-faces.js'
import { movedBytes, type PageWeight, weighPage } from './weigh.js'
import { writtenOut } from './written-out.js'

export type Context = ActuatorContext<'inlined-files'>

export interface InlinedPlan {
  /** Those that let something come out of what measured pages load. */
  readonly limits: readonly Limit[]
  readonly pages: readonly PageWeight[]
  /** Faces of fonts that come out, and that measured pages show; each once. */
  readonly faces: readonly MeasuredFace[]
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

export const FILES_OF = 'Files are kept out of the code of'

/** The least limit of any bundler: what is smaller is put into the code everywhere. */
const SMALLEST = 4096

const sizeOf = (files: readonly InlinedFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0)

const leavesCode = (limits: readonly Limit[], { endings, bytes }: InlinedFile): boolean =>
  limits.some(({ keeps, takes }) => bytes > keeps && endings.some(takes))

/** Fonts that come out and whose text is not shown before they have come. */
const hiddenText = (file: BuiltFile, comesOut: (one: InlinedFile) => boolean): Finding[] => {
  const fonts = inlinedFonts(file).filter(({ place, taken }) => taken && comesOut(file.inlined[place]!))
  if (fonts.length === 0 || fonts.some(({ face }) => !/^(auto|block)$/i.test(face.display))) return []
  return [
    {
      subject: file.path,
      message:
        'no font in it has a font-display by which text is shown until it has come: once they are files, text waits for them',
    },
  ]
}

const found = (file: BuiltFile, comesOut: (one: InlinedFile) => boolean): Finding[] => {
  const large = file.inlined.filter(({ bytes }) => bytes > SMALLEST)
  if (large.length === 0) return []
  const message = `holds ${inWords(large)} in its ${kilobytes(Buffer.byteLength(file.text))}, all of which comes before any of it is used`
  return [
    { subject: file.path, message, metric: 'total-transfer-size', value: sizeOf(large) },
    ...hiddenText(file, comesOut),
  ]
}

/** Why all stays in the code that stands there, where no configuration says why. */
const unexplained = ({ configs, bundle }: BuildConfiguration, files: readonly BuiltFile[]): Refusal => {
  const [place] = configs.keys()
  return {
    subject: files.map(({ path }) => path).join(', '),
    reason:
      place === undefined
        ? `has files in it, and the configuration by which ${bundle.bundler} put them there is no file of the project`
        : `has files in it, and nothing in ${place} is known to say so`,
  }
}

/** What measured pages load that holds large files which the build put there, without those that its sources hold already. */
const holdingFiles = async (
  context: Context,
  workspace: ReadableWorkspace,
  { bundle }: BuildConfiguration,
): Promise<{ views: ReadonlyMap<PageObservation, readonly LoadedFile[]>; files: readonly BuiltFile[] }> => {
  const { observation, baseline } = context
  const built = new BuiltFiles(context)
  const loaded = new Map<PageObservation, readonly LoadedFile[]>()
  for (const view of observation.pages) loaded.set(view, await built.loadedBy(view))
  const holdsLarge = ({ inlined }: BuiltFile): boolean => inlined.some(({ bytes }) => bytes > SMALLEST)
  const large = new Set(
    [...loaded.values()]
      .flat()
      .map(({ file }) => file)
      .filter(holdsLarge),
  )
  if (large.size === 0) return { views: new Map(), files: [] }
  const isWritten = await writtenOut(bundle, baseline.root, workspace)
  const holding = new Map<BuiltFile, BuiltFile>()
  for (const file of large) {
    const left = { ...file, inlined: file.inlined.filter(one => !isWritten(one)) }
    if (holdsLarge(left)) holding.set(file, left)
  }
  const held = (all: readonly LoadedFile[]): LoadedFile[] =>
    all.flatMap(({ request, file }) => {
      const left = holding.get(file)
      return left === undefined ? [] : [{ request, file: left }]
    })
  return { views: new Map([...loaded].map(([view, all]) => [view, held(all)])), files: [...holding.values()] }
}

/** Files that a build put into what measured pages load, and what lets them be files of their own. Edits nothing. */
export const planInlined = async (context: Context, workspace: ReadableWorkspace): Promise<InlinedPlan> => {
  const build = await readBuildConfiguration(context, workspace, FILES_OF)
  const { views, files } = await holdingFiles(context, workspace, build)
  const said = files.length === 0 ? NO_LIMITS : await readLimits(build, context, workspace)
  const comesOut = (one: InlinedFile): boolean => leavesCode(said.limits, one)
  const pages = [...views].map(([view, loaded]) => weighPage(view, loaded, comesOut))
  const most = Math.max(0, ...pages.map(movedBytes))
  const { minimumBytes } = context.configuration.inlined
  const isWorth = most > 0 && most >= minimumBytes
  const limits = said.limits.filter(limit => files.some(({ inlined }) => inlined.some(one => leavesCode([limit], one))))
  const surveys = context.observation.pages.map(({ survey }) => survey)
  const refusals = [...said.refusals]
  if (most > 0 && !isWorth) {
    const reason = `${kilobytes(most)} would come out of what a page loads, less than inlined.minimumBytes (${kilobytes(minimumBytes)})`
    const places = new Set(limits.map(({ replacement }) => replacement.path))
    refusals.push({ subject: [...places].join(', '), reason })
  }
  if (files.length > 0 && said.limits.length === 0 && refusals.length === 0) refusals.push(unexplained(build, files))
  return {
    limits: isWorth ? limits : [],
    pages,
    faces: isWorth ? files.flatMap(file => movedFaces(file, comesOut, surveys)) : [],
    findings: files.flatMap(file => found(file, comesOut)),
    refusals,
  }
}
