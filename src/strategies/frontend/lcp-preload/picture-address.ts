import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import semver from 'semver'
import type { ActuatorContext } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { decoded, withoutQuery } from '../../../model/pathname.js'
import type { PageTarget } from '../../../model/target.js'
import { sha256 } from '../../../system/hash.js'
import { withoutHash } from '../../../system/without-hash.js'
import type { HtmlSource } from '../../html/html-source.js'
import { servedFile, spelledAddress } from '../../html/served-file.js'

/** What a picture is called in a page's source, or why it has no name there: as a sentence. */
export type Address = { readonly href: string } | string

/** Finds how the HTML source of a page names a picture. */
export interface PictureAddresses {
  of(url: string, source: HtmlSource, page: PageTarget): Promise<Address>
  /** Why the source's own tool would not fill in several addresses in one attribute; null where it would. */
  severalRefused(source: HtmlSource): string | null
}

const PICTURES = ['**/*.{jpg,jpeg,jfif,png,gif,webp,avif,svg}']

/** Pictures are named by their address where a file of the project is served under it, else by the file that the page's build gives an address to. */
export const pictureAddresses = (
  { target, baseline, observation }: ActuatorContext<'resource-hints'>,
  workspace: ReadableWorkspace,
): PictureAddresses => {
  const { bundle } = observation
  const shown = observation.pages.flatMap(({ survey }) => survey.images)
  const isVitePage = (source: HtmlSource): boolean => bundle?.bundler === 'vite' && !source.template
  let files: Promise<Map<string, string>> | undefined

  /** The project's pictures by content. */
  const byContent = (): Promise<Map<string, string>> => {
    files ??= workspace
      .list(PICTURES)
      .then(
        async paths =>
          new Map(await Promise.all(paths.toReversed().map(async path => [await hashOf(path), path] as const))),
      )
    return files
  }
  const hashOf = async (path: string): Promise<string> => sha256(await workspace.read(path))

  /** The file that a build made this picture from: the one of its content, or the only one of its name. */
  const bundledFile = async (url: string): Promise<string | null> => {
    const folder = target.serve.kind === 'static' ? target.serve.folder : target.build?.output
    const built = await readFile(join(baseline.root, folder ?? '', decoded(withoutQuery(url)))).catch(() => null)
    const hashes = [built && sha256(built), shown.find(image => image.url === url)?.bodyHash]
    const known = await byContent()
    for (const hash of hashes) if (hash && known.has(hash)) return known.get(hash)!
    const named = [...known.values()].filter(
      path => posix.basename(path) === withoutHash(posix.basename(decoded(withoutQuery(url)))),
    )
    return named.length === 1 ? named[0]! : null
  }

  return {
    async of(url, source, page) {
      if ((await servedFile(target, workspace, url)) !== null) {
        const html = await workspace.readText(source.path)
        return { href: spelledAddress(url, { source, html, page, serve: target.serve }) }
      }
      if (!source.template && !isVitePage(source)) return `no file of the project is served as ${url}`
      const file = await bundledFile(url)
      if (file === null) return `no picture of the project has the content of ${url}`
      const relative = posix.relative(posix.dirname(source.path), file)
      const path = relative.startsWith('.') ? relative : `./${relative}`
      if (!source.template) return { href: path }
      return path.includes("'") ? `the name of ${file} has a quote` : { href: `<%= require('${path}') %>` }
    },
    severalRefused(source) {
      if (!isVitePage(source)) return null
      const major = semver.coerce(bundle?.bundlerVersion)?.major ?? 0
      return major >= 6 ? null : `Vite ${bundle?.bundlerVersion} fills in one address of a hint, not several (6 does)`
    },
  }
}
