import type { ActuatorContext, Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { PageObservation } from '../../../model/observation.js'
import { allowInline, metaPolicies, policySources } from '../../html/content-security-policy.js'
import { attribute } from '../../html/elements.js'
import { parsePage } from '../../html/insert-in-head.js'
import { readPage } from '../../html/page-scripts.js'
import { servedFile } from '../../html/served-file.js'
import type { TextOf } from '../../html/served-texts.js'
import { servedViews } from '../../html/served-views.js'
import type { SourceFile } from '../../html/source-pages.js'
import { freeTags, waitForFrames } from './edit-page.js'
import { type DistantFrame, planFrames } from './plan-frames.js'
import { type HoldingTag, planTags } from './plan-tags.js'
import { playerOf, standIn } from './stand-in.js'
import { isReached, vendorName } from './vendors.js'

type Context = ActuatorContext<'third-party'>

/** What of an HTML file can come later, and what can only be told. */
export interface FilePlan extends SourceFile {
  readonly views: readonly PageObservation[]
  readonly frames: readonly DistantFrame[]
  readonly tags: readonly HoldingTag[]
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

const UNSEEN = 'The lab does not reach it: what that saves is not measured (--allow-host lets pages reach it)'

/** A picture of the site that is named as a video is: `<id>.jpg`. */
const posterOf = async (src: string, { target }: Context, workspace: ReadableWorkspace): Promise<string | null> => {
  const id = /\/(?:embed|video)\/([\w-]+)/.exec(src)?.[1]
  const pictures = ['', '/img', '/images', '/assets', '/posters', '/videos'].flatMap(folder =>
    ['avif', 'webp', 'jpg', 'png'].map(type => `${folder}/${id}.${type}`),
  )
  for (const picture of id === undefined ? [] : pictures) {
    if ((await servedFile(target, workspace, picture)) !== null) return picture
  }
  return null
}

export const planFile = async (
  own: SourceFile,
  context: Context,
  workspace: ReadableWorkspace,
  textOf: TextOf,
  policyFile: string | null,
): Promise<FilePlan> => {
  const { frames: framed, tags: tagged, videos } = context.configuration
  const { file, pages } = own
  const html = await workspace.readText(file)
  const page = parsePage(html)
  const { scripts, handlers } = readPage(html)
  const views = context.observation.pages.filter(view => pages.some(({ id }) => id === view.page.id))
  const path = pages[0].path
  const findings: Finding[] = []
  const refusals: Refusal[] = []
  const find = (message: string): void => void findings.push({ subject: path, message })
  const code = await Promise.all(
    scripts.map(async ({ src, code: inline }) => (src === null ? inline : ((await textOf(path, src)) ?? ''))),
  )

  const looked =
    framed.minimumDistance === null
      ? { frames: [], refusals: [] }
      : planFrames(file, page, servedViews(context.observation, pages), [...code, ...handlers], framed.minimumDistance)
  refusals.push(...looked.refusals)
  const isMeasured = (host: string | null): boolean => host === null || isReached(views, host)
  for (const { src, below } of looked.frames.filter(one => !isMeasured(one.host)))
    find(
      `the frame of ${vendorName(src)} is ${Math.round(below)} px below what is seen at first: loading="lazy" lets it wait. ${UNSEEN}`,
    )
  let frames = looked.frames.filter(one => isMeasured(one.host))
  const waits =
    frames.length === 0
      ? null
      : waitForFrames(
          html,
          frames.map(({ selector }) => selector),
        )
  if (typeof waits === 'string') {
    refusals.push({ subject: file, reason: waits })
    frames = []
  }

  let tags: readonly HoldingTag[] = []
  if (tagged !== 'as-is') {
    const planned = await planTags(html, src => textOf(path, src))
    refusals.push(...planned.kept.map(({ subject, reason }) => ({ subject: `${file}: ${subject}`, reason })))
    for (const { src, tag } of planned.tags.filter(one => !isMeasured(one.host)))
      find(`${tag.name} (${src}) holds up the page and may come at any time: \`async\` in its tag. ${UNSEEN}`)
    tags = planned.tags.filter(one => isMeasured(one.host))
    const forbids = metaPolicies(page.elements).some(policy => {
      const sources = policySources(policy, 'script-src-elem', 'script-src', 'default-src')
      return sources !== undefined && !allowInline(sources)
    })
    if (tagged === 'after-load' && tags.length > 0 && (forbids || policyFile !== null)) {
      const reason = forbids
        ? 'its Content Security Policy forbids code in the page'
        : `${policyFile} sends a Content Security Policy, which may forbid code in the page`
      refusals.push({ subject: file, reason })
      tags = []
    }
    const freed =
      tags.length === 0
        ? null
        : freeTags(
            html,
            tags.map(({ src }) => src),
            tagged,
          )
    if (typeof freed === 'string') {
      refusals.push({ subject: file, reason: freed })
      tags = []
    }
  }

  if (videos === 'told') {
    for (const frame of page.elements.filter(({ tagName }) => tagName === 'iframe')) {
      const src = attribute(frame, 'src') ?? ''
      const written = standIn(frame, await posterOf(src, context, workspace))
      if (written !== null)
        find(
          `a player of ${playerOf(src)} is loaded whether it is wanted or not. This shows a button of its size until then: ${written}`,
        )
    }
  }
  return { ...own, views, frames, tags, findings, refusals }
}
