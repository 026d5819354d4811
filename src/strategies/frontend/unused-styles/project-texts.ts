import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { glob } from 'tinyglobby'
import type { BuiltArm, ReadableWorkspace } from '../../../model/change.js'
import type { TargetSystem } from '../../../model/target.js'

export interface ProjectText {
  readonly path: string
  readonly text: string
}

export interface ProjectTexts {
  /** Whatever may put something on a page: pages, templates, scripts, data; what a build makes of them and of its packages as well. */
  readonly texts: readonly ProjectText[]
  /** Style sheets, also those of preprocessors. */
  readonly styles: readonly ProjectText[]
  /** Files of text in an encoding that is not read. */
  readonly unreadable: readonly string[]
}

const STYLE = /\.(css|s[ac]ss|less|styl|stylus|pcss|postcss)$/i
/** What holds no name: pictures, sounds, fonts, archives; maps, which repeat style sheets; lists of installed packages. */
const OTHER =
  /\.(png|jpe?g|jfif|gif|webp|avif|ico|cur|bmp|tiff?|psd|xcf|ai|eps|sketch|fig|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|og[agv]|wav|flac|mov|avi|zip|gz|tgz|br|bz2|xz|7z|rar|pdf|docx?|xlsx?|pptx?|exe|dll|so|wasm|map|lock|lockb)$|(^|\/)(package-lock|npm-shrinkwrap)\.json$|(^|\/)pnpm-lock\.yaml$/i
/** What is text whatever is in it: with null characters in it, it is in an encoding of its own. */
const SURELY_TEXT = /\.(html?|xhtml|php|vue|svelte|astro|[cm]?[jt]sx?|json|xml|txt|md|ya?ml)$/i

/** Everything in a project, and in what its build makes, that may hold a name. */
export const readProjectTexts = async (
  target: TargetSystem,
  baseline: BuiltArm,
  workspace: ReadableWorkspace,
): Promise<ProjectTexts> => {
  const texts: ProjectText[] = []
  const styles: ProjectText[] = []
  const unreadable: string[] = []
  const add = (path: string, content: Buffer, made: boolean): void => {
    if (!content.includes(0)) {
      const text = content.toString('utf8')
      if (!STYLE.test(path)) texts.push({ path, text })
      else if (!made) styles.push({ path, text })
    } else if (SURELY_TEXT.test(path)) unreadable.push(path)
  }
  for (const path of await workspace.list()) if (!OTHER.test(path)) add(path, await workspace.read(path), false)
  if (target.build) {
    const output = join(baseline.root, target.build.output)
    const made = await glob(['**/*'], { cwd: output, dot: true, followSymbolicLinks: false })
    for (const path of made.toSorted()) {
      const named = posix.join(posix.normalize(target.build.output), path)
      if (!OTHER.test(path)) add(named, await readFile(join(output, path)), true)
    }
  }
  return { texts, styles, unreadable }
}
