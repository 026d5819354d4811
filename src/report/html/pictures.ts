import type { PictureOutcome } from '../../model/actuator.js'
import { formatBytes, formatNumber, formatPercent } from '../format.js'
import { html, type Markup } from './markup.js'

/** A picture small enough for the report, as it was and as the page now shows it. Both are `data:` addresses. */
export interface PicturePreview {
  readonly before: string
  readonly after: string
  /** The file that `after` is cut from, as the outcome names it. */
  readonly path: string
}

/** Previews by the picture's source path. */
export type PicturePreviews = ReadonlyMap<string, PicturePreview>

/** What became of each picture: bytes, formats, qualities and scores of every file that was made. */
export function pictureTable(pictures: readonly PictureOutcome[]): Markup | null {
  if (pictures.length === 0) return null
  const files = pictures.reduce((total, picture) => total + picture.outputs.length, 0)
  return html`<details><summary>Pictures <span class="muted">${pictures.length} → ${files} files</span></summary>
${pictures.map(onePicture)}</details>`
}

function onePicture(picture: PictureOutcome): Markup {
  const smallest = Math.min(...picture.outputs.map(output => output.bytes))
  const worst = Math.min(...picture.outputs.map(output => output.score))
  const summary =
    picture.outputs.length === 0
      ? 'left as it is'
      : `${formatBytes(picture.sourceBytes)} → from ${formatBytes(smallest)}, score at least ${formatNumber(worst, 3)}`
  return html`<h4><code>${picture.source}</code> <span class="muted small">${summary}</span></h4>
${picture.outputs.length > 0 && outputs(picture)}`
}

function outputs(picture: PictureOutcome): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Files made of ${picture.source}"><table><caption>Files made; scores compare with the original as shown, 1 is equal</caption>
<thead><tr><th scope="col">File</th><th scope="col" class="right">Width</th><th scope="col" class="right">Size</th><th scope="col" class="right">Score</th></tr></thead>
<tbody>${picture.outputs.map(
    output => html`<tr><th scope="row"><code>${output.path}</code><span class="interval">${output.format}, quality ${output.quality}</span></th>
<td class="right number">${formatNumber(output.width)} px</td>
<td class="right"><span class="number">${formatBytes(output.bytes)}</span><span class="interval number">${formatPercent(100 * (output.bytes / picture.sourceBytes - 1))}</span></td>
<td class="right number">${formatNumber(output.score, 3)}</td></tr>`,
  )}</tbody></table></div>`
}
