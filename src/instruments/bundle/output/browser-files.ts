import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Lists of scripts by page, of all pages (`rootMainFiles`) and of each that its older router has. */
const manifest = z.looseObject({
  rootMainFiles: z.array(z.string()).default([]),
  pages: z.record(z.string(), z.array(z.string())).default({}),
})

/** What of an output browsers can load, where part of it is for a server. */
export interface BrowserFiles {
  isForBrowsers(script: string): boolean
  /** What a page is called, by its file. */
  nameOf(page: string): string
  /** Scripts by page, where no page lies in the output: all are rendered when they are asked for. */
  listed(): Promise<ReadonlyMap<string, readonly string[]>>
}

const ALL: BrowserFiles = {
  isForBrowsers: () => true,
  nameOf: page => page.replace(/\.html?$/, ''),
  listed: async () => new Map(),
}

/**
 * Next.js keeps what its server runs beside what browsers load.
 * @param folder absolute path of the output
 */
export function browserFiles(folder: string): BrowserFiles {
  if (!existsSync(join(folder, 'BUILD_ID')) || !existsSync(join(folder, 'static'))) return ALL
  return {
    isForBrowsers: script => script.startsWith('static/'),
    nameOf: page => page.replace(/^server\/(?:app|pages)\//, '').replace(/\.html?$/, ''),
    async listed() {
      const text = await readFile(join(folder, 'build-manifest.json'), 'utf8').catch(() => '{}')
      const { rootMainFiles = [], pages = {} } = manifest.safeParse(JSON.parse(text)).data ?? {}
      const scripts = (files: readonly string[]) => files.filter(file => file.endsWith('.js'))
      return new Map(
        [['_main', rootMainFiles] as const, ...Object.entries(pages)]
          .map(([page, files]) => [page, scripts(files)] as const)
          .filter(([, files]) => files.length > 0),
      )
    },
  }
}
