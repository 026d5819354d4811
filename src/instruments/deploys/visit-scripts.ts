import type { PageSurvey } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'

/**
 * Bytes on the wire of the scripts that a visit of all these pages loads, each file once, and once more by the chance that the next deploy
 * has changed it: what a visitor who comes back then loads.
 *
 * @param surveys a look at each page, under one profile
 * @param chances of the build's files, as paths below its output (`BundleObservation.changeChances`); other scripts stay as they are
 */
export const visitScriptSize = (
  surveys: readonly Pick<PageSurvey, 'requests'>[],
  chances: Readonly<Record<string, number>>,
): number => {
  const scripts = new Map<string, number>()
  for (const { url, kind, fromCache, transferSize } of surveys.flatMap(survey => survey.requests)) {
    if (kind === 'script' && !fromCache) scripts.set(url, Math.max(transferSize, scripts.get(url) ?? 0))
  }
  const files = Object.entries(chances)
  let bytes = 0
  for (const [url, size] of scripts) {
    const path = withoutQuery(url)
    const chance = files.find(([file]) => path === file || path.endsWith(`/${file}`))?.[1] ?? 0
    bytes += size * (1 + chance)
  }
  return Math.round(bytes)
}
