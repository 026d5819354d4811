import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OptimizationAutomationReport } from '../model/session.js'
import { applied, report, trial } from './fixtures/report.js'
import { picturePreviews } from './picture-previews.js'

let repository: string
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd: repository,
    encoding: 'utf8',
  }).trim()

beforeEach(async () => {
  repository = await mkdtemp(path.join(tmpdir(), 'tunewright-previews-'))
})
afterEach(() => rm(repository, { recursive: true, force: true }))

it.each<[string, string, (full: OptimizationAutomationReport) => Promise<string>]>([
  ['a package within the repository', 'packages/shop', async () => path.join(repository, 'packages/shop')],
  [
    "the session's clone, where the repository is gone",
    '.',
    async full => {
      full.session.stateFolder = await mkdtemp(path.join(tmpdir(), 'tunewright-previews-'))
      await cp(repository, path.join(full.session.stateFolder, 'storefront/clone'), { recursive: true })
      await rm(repository, { recursive: true })
      return repository
    },
  ],
])('takes the same detail of a picture from before and after the kept commit: from %s', async (_, folder, place) => {
  const shop = path.join(repository, folder)
  await mkdir(shop, { recursive: true })
  const photograph = sharp({ create: { width: 1_200, height: 800, channels: 3, background: '#b5651d' } })
  await writeFile(path.join(shop, 'hero.jpg'), await photograph.jpeg().toBuffer())
  git('init', '-q')
  git('add', '-A')
  git('commit', '-q', '-m', 'before')
  await writeFile(path.join(shop, 'hero-400.avif'), await photograph.clone().resize(400).avif().toBuffer())
  git('add', '-A')
  git('commit', '-q', '-m', 'after')
  const full = await report()
  const output = { path: 'hero-400.avif', format: 'avif', width: 400, bytes: 900, score: 0.98, quality: 50 }
  const pictures = [
    { source: 'hero.jpg', sourceBytes: 9_000, outputs: [output] },
    { source: 'gone.jpg', sourceBytes: 9_000, outputs: [output] },
  ]
  const kept = { ...trial(), commit: git('rev-parse', 'HEAD'), applied: applied({ pictures }) }
  full.session.results = full.session.results
    .slice(0, 1)
    .map(result => ({ ...result, execution: { ...result.execution, trials: [kept] } }))

  const previews = await picturePreviews(full, await place(full))

  expect([...previews.keys()]).toEqual(['hero.jpg'])
  const { before = '', after = '', path: shown } = previews.get('hero.jpg') ?? {}
  expect(shown).toBe('hero-400.avif')
  for (const address of [before, after]) {
    const [head, data = ''] = address.split(',')
    expect(head).toBe('data:image/webp;base64')
    expect(await sharp(Buffer.from(data, 'base64')).metadata()).toMatchObject({ width: 400, height: 267 })
  }
})
