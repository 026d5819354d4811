import type { Root } from 'postcss'
import { readSheet } from '../../fonts/font-faces.js'
import { sentFile } from '../../fonts/sent-file.js'
import type { Context } from './context.js'

/** A style sheet as pages load it. */
export interface ServedSheet {
  readonly url: string
  readonly root: Root
}

/** The style sheets of this host that pages load, as the build made them. */
export const servedSheets = async (context: Context): Promise<readonly ServedSheet[]> => {
  const requests = context.observation.pages.flatMap(({ survey, loads }) =>
    [survey, ...loads].flatMap(one => one.requests),
  )
  const urls = requests.filter(({ kind, url }) => kind === 'stylesheet' && /^\/(?!\/)/.test(url)).map(({ url }) => url)
  const sheets: ServedSheet[] = []
  for (const url of new Set(urls)) {
    const text = await sentFile(context, url)
    const root = text === null ? null : readSheet(text.toString('utf8'), 'served.css')
    if (root !== null) sheets.push({ url, root })
  }
  return sheets
}
