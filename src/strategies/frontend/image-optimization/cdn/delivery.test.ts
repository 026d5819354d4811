import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageCdn } from '../../../../model/image-cdn.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { actuator } from '../actuator.js'
import type { AssetPipelineAutomation } from '../configuration.js'
import { type StandIn, standIn } from '../fixtures/cdn-stand-in.js'
import { makeContractCases } from '../fixtures/contract-case.js'
import { actuatorContext } from '../fixtures/observed.js'

let folder = ''
let cdn: StandIn
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cdn-'))
})
afterEach(async () => {
  await cdn?.close()
  await rm(folder, { recursive: true, force: true })
})

const proposeWith = async (
  imageCdn: (lab: string) => ImageCdn | undefined,
  delivery: AssetPipelineAutomation['delivery'] = 'cdn-integration',
  spoil?: number,
) => {
  const root = path.join(folder, 'site')
  const { target, observation } = await makeContractCases.static!(root)
  cdn = await standIn('cloudflare', root, spoil)
  const configured = imageCdn(cdn.origin)
  const context = {
    ...actuatorContext(
      { ...target, ...(configured ? { imageCdn: configured } : {}) },
      observation,
      path.join(folder, 'cache'),
    ),
  }
  const asking = { ...context, automation: { ...context.automation, delivery } }
  const workspace = folderWorkspace(root)
  return { proposal: await actuator.propose(asking, workspace), context: asking, workspace }
}
const cloudflare = (lab: string): ImageCdn => ({ adapter: 'cloudflare', lab })

describe('delivery by the image CDN of the target', () => {
  it('writes its addresses and no picture; the original stays what other browsers show', async () => {
    const { proposal, context, workspace } = await proposeWith(cloudflare)
    const { measured } = await actuator.apply(proposal.candidates[0]!, context, workspace)
    const html = await workspace.readText('index.html')
    expect(html).toMatch(
      /<source hidden srcset="\/cdn-cgi\/image\/width=\d+,quality=\d+,format=auto\/photos\/lamp\.jpg \d+w/,
    )
    expect(html).toContain('src="photos/lamp.jpg" alt="A lamp"')
    expect(await workspace.list(['photos/*'])).toEqual(['photos/lamp.jpg'])
    expect(measured['image-quality-score']).toBeGreaterThanOrEqual(0.8)
    // Each kind of browser was asked for, and each got what it can show.
    expect(new Set(cdn.asked.map(a => a.format))).toEqual(new Set(['avif', 'webp', 'jpeg']))
  })

  it('is refused where what the CDN gives stays below the quality floor', async () => {
    const { proposal } = await proposeWith(cloudflare, 'cdn-integration', 3)
    expect(proposal.candidates).toEqual([])
    expect(proposal.refusals.map(r => r.reason).join()).toMatch(/below the floor of 0\.8/)
  })

  it.each<[string, (lab: string) => ImageCdn | undefined, AssetPipelineAutomation['delivery'], string, string]>([
    ['no CDN is configured', () => undefined, 'cdn-integration', 'without-effect', 'no image CDN is configured'],
    [
      'the CDN does not answer here',
      () => ({ adapter: 'cloudflare' }),
      'cdn-integration',
      'without-effect',
      'imageCdn.lab',
    ],
    ['the site delivers itself', cloudflare, 'origin', 'acts', 'by the project itself'],
  ])('makes files at build time where %s, and says so', async (_, configured, delivery, effect, note) => {
    const { proposal } = await proposeWith(configured, delivery)
    expect(proposal.candidates[0]?.id).toBe('manifest')
    expect(proposal.settings.find(s => s.key === 'automation.delivery')).toMatchObject({
      effect,
      note: expect.stringContaining(note),
    })
    expect(cdn.asked).toEqual([])
  })
})
