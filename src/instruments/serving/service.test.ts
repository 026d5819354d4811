import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { staticTarget } from '../../../test/contract/static-target.js'
import { startService } from './service.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tunewright-service-'))
  writeFileSync(join(root, 'preview.js'), 'setInterval(() => {}, 1000)')
})
afterEach(() => rmSync(root, { recursive: true }))

/** What is said of a service that never listens. */
const remedy = async (): Promise<string | undefined> => {
  const target = {
    ...staticTarget(root),
    serve: { kind: 'process' as const, command: 'node preview.js', readyPath: '/' },
  }
  const failure: unknown = await startService(target, root, { readyTimeout: 200 }).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'SERVE_FAILED' })
  return (failure as { remedy?: string }).remedy
}

it('a service that does not answer: names the file that is there, and how to serve what a build left as files', async () => {
  expect(await remedy()).toMatch(/`serve\.readyTimeout` in tunewright\.config\.ts, in ms\.$/)
  mkdirSync(join(root, 'build'))
  writeFileSync(join(root, 'build', 'index.html'), '')
  writeFileSync(join(root, 'tunewright.config.mjs'), '')
  expect(await remedy()).toContain(
    "say so in tunewright.config.mjs: target: { serve: { kind: 'static', folder: 'build' } }.",
  )
})
