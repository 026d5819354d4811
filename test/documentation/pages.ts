import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { glob } from 'tinyglobby'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A page for people, with its path relative to the repository. */
export interface Page {
  readonly path: string
  readonly text: string
}

/** A fenced block: `lang` is the first word after the fence, `name` the rest, which says what it is an example of. */
export interface Block {
  readonly page: string
  /** Of its fence, from 1. */
  readonly line: number
  readonly lang: string
  readonly name: string
  readonly code: string
}

export async function readPages(): Promise<readonly Page[]> {
  const paths = (await glob(['*.md', 'docs/**/*.md', 'examples/*/README.md'], { cwd: ROOT })).sort()
  return Promise.all(paths.map(async path => ({ path, text: await readFile(join(ROOT, path), 'utf8') })))
}

export function blocksOf({ path, text }: Page): Block[] {
  const blocks: Block[] = []
  let open: { line: number; lang: string; name: string; code: string[] } | null = null
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^```(\S*)\s*(.*)$/.exec(line)
    if (!fence) open?.code.push(line)
    else if (open) {
      const { code, ...rest } = open
      blocks.push({ page: path, ...rest, code: code.join('\n') })
      open = null
    } else open = { line: index + 1, lang: fence[1] ?? '', name: fence[2] ?? '', code: [] }
  }
  if (open) throw new Error(`${path}:${open.line}: a block that is not closed`)
  return blocks
}

const withoutBlocks = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '')

/** What stands in running text as `code`. */
export const inlineCode = ({ text }: Page): string[] =>
  [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

/** Links to files of the repository, and to places in pages, as they are written. */
export const linksOf = ({ text }: Page): string[] =>
  [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter(link => !/^[a-z]+:/.test(link))

/** The names under which GitHub links to the headings of a page. */
export const anchorsOf = ({ text }: Page): string[] =>
  [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
