import path from 'node:path'
import sharp from 'sharp'
import type { PictureOutcome } from '../model/actuator.js'
import type { OptimizationAutomationReport } from '../model/session.js'
import { allowedEnvironment } from '../system/environment.js'
import { runTool } from '../system/tool.js'
import type { PicturePreview, PicturePreviews } from './html/pictures.js'
import { triesOf } from './tries.js'

/** A report is sent by mail: so many pictures, so large (pixels). */
const MOST = 8
const DETAIL = { width: 440, height: 300 }

/**
 * The same detail of each picture before and after, pixel for pixel at the width that pages now show, from the kept commits: in
 * the user's repository, else in the session's own clone. A picture that can be read in neither is left out: its figures are in the report
 * all the same.
 *
 * @param root the target's folder, in the repository that the branch was delivered to
 */
export async function picturePreviews(report: OptimizationAutomationReport, root: string): Promise<PicturePreviews> {
  const prefix = await runTool('git', ['rev-parse', '--show-prefix'], {
    cwd: root,
    environment: allowedEnvironment(),
  }).then(
    ({ exitCode, stdout }) => (exitCode === 0 ? stdout.toString().trim() : ''),
    () => '',
  )
  const clones = report.session.config.targets.map(({ id }) =>
    path.join(report.session.stateFolder, id, 'clone', prefix),
  )
  const places = [root, ...clones]
  const previews = new Map<string, PicturePreview>()
  for (const { trial, outcome } of triesOf(report)) {
    if (outcome !== 'kept' || trial.commit === null) continue
    for (const picture of trial.applied?.pictures ?? []) {
      if (previews.size >= MOST) return previews
      const preview = await firstPreview(picture, trial.commit, places)
      if (preview) previews.set(picture.source, preview)
    }
  }
  return previews
}

async function firstPreview(picture: PictureOutcome, commit: string, places: readonly string[]) {
  for (const place of places) {
    const preview = await previewOf(picture, commit, place).catch(() => null)
    if (preview) return preview
  }
  return null
}

async function previewOf(picture: PictureOutcome, commit: string, root: string): Promise<PicturePreview | null> {
  // The smallest file that fills the detail; of small pictures the widest.
  const shown =
    picture.outputs.toSorted((a, b) => a.bytes - b.bytes).find(output => output.width >= DETAIL.width) ??
    picture.outputs.toSorted((a, b) => b.width - a.width)[0]
  if (!shown || !/^[0-9a-f]{7,64}$/.test(commit)) return null
  const [before, after] = await Promise.all([
    fileAt(root, `${commit}^`, picture.source),
    fileAt(root, commit, shown.path),
  ])
  return { before: await detail(before, shown.width), after: await detail(after, shown.width), path: shown.path }
}

async function fileAt(root: string, revision: string, file: string): Promise<Buffer> {
  const { exitCode, stdout } = await runTool('git', ['show', '--end-of-options', `${revision}:./${file}`], {
    cwd: root,
    environment: allowedEnvironment(),
  })
  if (exitCode !== 0) throw new Error(`git does not show ${file} at ${revision}`)
  return stdout
}

/** The middle of a picture, as it looks at a width. */
async function detail(picture: Buffer, width: number): Promise<string> {
  const scaled = await sharp(picture).autoOrient().resize({ width }).toBuffer({ resolveWithObject: true })
  const size = {
    width: Math.min(DETAIL.width, scaled.info.width),
    height: Math.min(DETAIL.height, scaled.info.height),
  }
  const cut = await sharp(scaled.data)
    .extract({
      left: Math.floor((scaled.info.width - size.width) / 2),
      top: Math.floor((scaled.info.height - size.height) / 2),
      ...size,
    })
    .webp({ quality: 88 })
    .toBuffer()
  return `data:image/webp;base64,${cut.toString('base64')}`
}
