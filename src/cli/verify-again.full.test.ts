import { rmSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { writeFiles } from '../change/fixtures/repository.js'
import { createRandom } from '../experiment/index.js'
import { recordedShop } from './fixtures/recorded-shop.js'
import { lastLine } from './fixtures/run-program.js'

const { on, tunewright } = recordedShop()

/** A page with a megabyte that nobody sees before its text: seconds on a phone, whatever else the machine does. */
function heavy(text: string): string {
  const random = createRandom('weight')
  const weight = Array.from({ length: 120_000 }, () => random.uniform().toString(36).slice(2, 12)).join('')
  return `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Shop</title><!-- ${weight} --></head><body><h1>${text}</h1></body></html>`
}
const light = heavy('Lamps').replace(/<!-- .* -->/, '')

const again = async (id: string) => {
  const { code, stdout, stderr } = await tunewright('verify', id, '--again', '--budget', '6m', '--json')
  return { code, stdout, stderr, data: stdout === '' ? null : lastLine(stdout) }
}

/** On a machine that is too noisy it stays undecided; it is never another verdict. */
function expectHeld({ code, data, stdout, stderr }: Awaited<ReturnType<typeof again>>): void {
  const [verdict, says] = code === 3 ? ['undecided', 'Not decided this time'] : ['same', 'It holds: the same verdict']
  expect([code, data?.verdict], `${stdout}\n${stderr}`).toEqual([code === 3 ? 3 : 0, verdict])
  expect(stdout).toContain(says)
}

async function shopWith(files: Record<string, string>, title: string) {
  writeFiles(on.shop, { 'index.html': heavy('Lamps') })
  on.git('add', '-A')
  on.git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'Heavy')
  return on.session([{ title, files }])
}

it('a change that was kept is measured afresh and holds; so is that measurement; both are on record; where the commits are gone, it is said', async () => {
  const { session } = await shopWith({ 'index.html': light }, 'What nobody sees is not sent')
  const optimization = session.results[0]!.id
  const first = await again(optimization)
  expectHeld(first)
  const { proving, effects, repeats } = first.data
  expect(repeats).toEqual({ kind: 'optimization', id: optimization })
  expect(proving).toMatchObject({
    repeats,
    profiles: ['mobile'],
    base: { kind: 'revision', revision: on.git('rev-parse', 'main'), place: on.shop },
    candidate: { revision: session.delivery.shop!.commits[0]!.sha },
  })
  expect(effects.length).toBeGreaterThan(0)
  expect(on.git('status', '--porcelain')).toBe('')

  const second = await again(proving.id)
  expect(second.data, `${second.stdout}\n${second.stderr}`).not.toBe(null)
  expect(second.data.proving).toMatchObject({ repeats: { kind: 'comparison', id: proving.id } })
  // Another draw, not the same numbers once more.
  expect(second.data.proving.seed).not.toBe(proving.seed)
  const history = await tunewright('history')
  expect(history.stdout.replace(/\s+/g, ' ')).toContain(`Repeats optimization ${optimization}`)
  expect((await tunewright('history', proving.id)).stdout).toContain(`Again   ${second.data.proving.id}`)
  expect((await tunewright('verify', second.data.proving.id)).code).toBe(0)

  on.git('branch', '-q', '-D', session.delivery.shop!.branch ?? '')
  on.git('gc', '-q', '--prune=now')
  rmSync(path.join(session.stateFolder, 'shop', 'clone'), { recursive: true })
  const gone = await again(optimization)
  expect(gone).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('neither in the repository') })
})

it('a change after which nothing is shown does not hold, whatever the record says of it', async () => {
  const { session } = await shopWith({ 'index.html': light.replace('Lamps', '') }, 'A page that shows nothing')
  const { code, data, stdout, stderr } = await again(session.results[0]!.id)
  expect([code, data?.verdict, data?.fresh], `${stdout}\n${stderr}`).toEqual([1, 'different', 'broken'])
  expect(stdout).toContain('It does not hold')
})

it('options of a fresh measurement without one are refused', async () => {
  expect(await tunewright('verify', 'latest', '--budget', '5m')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Add --again'),
  })
})
