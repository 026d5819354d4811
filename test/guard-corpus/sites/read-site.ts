import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Site } from '../site.js'

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

/** `index.html` is `/`, `a/b.html` is `/a/b`, other files go by their name. */
const addressOf = (name: string): string => `/${name.replace(/(?:^|(?<=\/))index\.html$|\.html$/, '')}`

/** The texts of a site's folder. */
export function readFiles(name: string): Site['files'] {
  const folder = join(FIXTURES, name)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const names = entries.map(entry =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  )
  return Object.fromEntries(names.map(file => [addressOf(file), readFileSync(join(folder, file), 'utf8')]))
}
