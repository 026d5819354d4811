import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Observation } from '../../model/observation.js'
import type { MetricPoint } from '../../model/services.js'
import { checkPrerequisites, type PrerequisiteContext } from './index.js'

let packageRoot: string
beforeEach(async () => {
  packageRoot = await mkdtemp(path.join(os.tmpdir(), 'prerequisites-'))
})
afterEach(() => rm(packageRoot, { recursive: true, force: true }))

const now = new Date('2026-03-08T00:00:00Z')

function context(paints: readonly number[], visits: readonly MetricPoint[] = []): PrerequisiteContext {
  const loads = paints.map(time => ({ metrics: { 'largest-contentful-paint': time } }))
  const page = { loads, metrics: { 'largest-contentful-paint': paints[paints.length >> 1] } }
  return {
    packageRoot,
    observation: { targetId: 'shop', pages: [page] } as unknown as Observation,
    metrics: { record: async () => {}, query: async () => visits },
    capabilities: new Map([['format-conversion', 'the build-time picture pipeline']]),
    now,
  }
}

describe('prerequisites', () => {
  it('a tool is met by the copy that comes with us', async () => {
    const [result] = await checkPrerequisites(
      [{ type: 'tool', requirement: 'webpack-bundle-analyzer', version: '>=4.0.0' }],
      context([]),
    )
    expect(result).toMatchObject({ met: true })
    expect(result?.reason).toContain('comes with Tunewright')
  })

  it("a tool is looked for in the project first, and a version out of range isn't enough", async () => {
    await mkdir(path.join(packageRoot, 'node_modules/some-tool'), { recursive: true })
    await writeFile(path.join(packageRoot, 'node_modules/some-tool/package.json'), '{"version":"3.1.0"}')
    const [old, fits] = await checkPrerequisites(
      [
        { type: 'tool', requirement: 'some-tool', version: '>=4.0.0' },
        { type: 'tool', requirement: 'some-tool', version: '^3.0.0' },
      ],
      context([]),
    )
    expect(old).toMatchObject({ met: false })
    expect(old?.reason).toContain('3.1.0')
    expect(old?.remedy).toContain('npm install')
    expect(fits).toMatchObject({ met: true })
  })

  it('seven days of baseline are met by seven days of visits, or by a steady lab baseline, and the result says which', async () => {
    const check = [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }] as const
    const visits = Array.from({ length: 7 }, (_, day) => ({
      metric: 'largest-contentful-paint' as const,
      value: 2000,
      targetId: 'shop',
      labels: { source: 'visits' },
      at: new Date(now.getTime() - day * 86_400_000 - 1),
    }))
    const [byVisits] = await checkPrerequisites([...check], context([], visits))
    expect(byVisits?.reason).toBe('7 days of visits')
    const [byLab] = await checkPrerequisites([...check], context([3000, 3050, 2980]))
    expect(byLab?.reason).toContain('lab baseline')
    const [unsteady] = await checkPrerequisites([...check], context([3000, 6000, 2000], visits.slice(0, 6)))
    expect(unsteady).toMatchObject({ met: false })
  })

  it('a capability is met by what the strategy brings, else refused with the remedy', async () => {
    const [own, missing] = await checkPrerequisites(
      [
        { type: 'infrastructure', requirement: 'cdn-with-image-processing', capability: 'format-conversion' },
        { type: 'infrastructure', requirement: 'http3', capability: 'http3' },
      ],
      context([]),
    )
    expect(own).toMatchObject({ met: true })
    expect(missing).toMatchObject({ met: false })
  })
})
