import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generatedFiles, ROOT } from '../scripts/generate/files.js'
import { METRIC_NAMES } from '../src/model/metrics.js'

const files = await generatedFiles()

describe('generated files', () => {
  it.each([...files])('%s is what `npm run generate` writes', async (path, text) => {
    expect(await readFile(join(ROOT, path), 'utf8')).toBe(text)
  })

  it('the page of metrics has a row for each metric', () => {
    const page = files.get('docs/metrics.md') ?? ''
    const rows = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name)
    expect(rows.sort()).toEqual([...METRIC_NAMES].sort())
  })
})
