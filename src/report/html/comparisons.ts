import type { PictureOutcome } from '../../model/actuator.js'
import { formatBytes, formatNumber } from '../format.js'
import type { Try } from '../tries.js'
import { html, type Markup } from './markup.js'
import type { PicturePreview, PicturePreviews } from './pictures.js'

/**
 * Kept pictures before and after, the same detail pixel for pixel: side by side, and one over the other under a slider where
 * scripts run.
 * @param previews null where nobody looked for them
 */
export function comparisons(tries: readonly Try[], previews: PicturePreviews | null): Markup | null {
  const pictures = tries
    .filter(({ outcome }) => outcome === 'kept')
    .flatMap(({ trial }) => trial.applied?.pictures ?? [])
    .filter(({ outputs }) => outputs.length > 0)
  if (pictures.length === 0 || previews === null) return null
  const shown = pictures.flatMap(picture => {
    const preview = previews.get(picture.source)
    return preview && isSafe(preview) ? [comparison(picture, preview)] : []
  })
  if (shown.length === 0)
    return html`<p class="intro">The pictures themselves cannot be shown: neither the repository nor the session’s clone has these commits any more. Their figures are below.</p>`
  return html`<p class="intro">The same detail of each picture at the width it is shown in, pixel for pixel. ${shown.length < pictures.length && `${shown.length} of ${pictures.length} pictures; the figures of all are below.`}</p>
<div class="comparisons">${shown}</div>`
}

/** Only what we made ourselves gets into an address, whatever the data says. */
const isSafe = (preview: PicturePreview): boolean =>
  [preview.before, preview.after].every(address =>
    /^data:image\/(?:jpeg|webp|png);base64,[A-Za-z0-9+/]+=*$/.test(address),
  )

function comparison(picture: PictureOutcome, preview: PicturePreview): Markup {
  const after = picture.outputs.find(({ path }) => path === preview.path)
  const described = after
    ? html`${after.format} ${formatNumber(after.width)} px, <span class="number">${formatBytes(after.bytes)}</span>, score <span class="number">${formatNumber(after.score, 3)}</span>`
    : null
  return html`<figure class="comparison"><figcaption><code>${picture.source}</code></figcaption>
<div class="pair" data-name="${picture.source}"><div><img src="${preview.before}" alt="${picture.source}, before"><p>Before: original, <span class="number">${formatBytes(picture.sourceBytes)}</span></p></div>
<div><img src="${preview.after}" alt="${picture.source}, after"><p>After: ${described}</p></div></div></figure>`
}
