import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { storeComparison } from '../history/fixtures/stored-comparison.js'
import { recordedShop } from './fixtures/recorded-shop.js'
import { lastLine } from './fixtures/run-program.js'

const { on, tunewright } = recordedShop()

it('what was done is listed, shown, verified, reported and taken back, by ids that one command prints and the next takes', async () => {
  const { id } = await on.session()
  const history = await tunewright('history', '--json')
  expect({ code: history.code, stderr: history.stderr }).toEqual({ code: 0, stderr: '' })
  const text = history.stdout.split('\n').slice(0, -2)
  expect(text.filter(line => [...line].length > 80)).toEqual([])
  expect(history.stdout).not.toContain('\u001b')
  for (const said of [
    id,
    '2 kept, 1 put back, 0 undecided',
    'LCP −53.0 % (95 %: ',
    `tunewright/${id} (2`,
    'not merged',
  ])
    expect(history.stdout).toContain(said)
  expect(history.stdout).not.toContain('FCP')
  const [listed] = lastLine(history.stdout).sessions

  const detail = await tunewright('history', listed.id)
  const optimization = /^([0-9a-f-]{36}) {2}strategy-0$/m.exec(detail.stdout)?.[1] ?? ''
  const commit = /commit ([0-9a-f]{40})/.exec(detail.stdout)?.[1] ?? ''
  expect(on.git('show', '--no-patch', '--format=%s', commit)).toBe('Pictures in modern formats')
  for (const said of ['✔ Pictures', '✖ Everything in one file', 'rejected: ', 'paired blocks, α 0.00200'])
    expect(detail.stdout).toContain(said)
  expect(detail.stdout.split('\n').filter(line => [...line].length > 80 && !line.startsWith('Raw data'))).toEqual([])

  expect(await tunewright('verify', optimization)).toMatchObject({ code: 0, stdout: expect.stringContaining('Same:') })
  expect(await tunewright('verify', 'nothing-like-it')).toMatchObject({ code: 2, stdout: '' })
  const client = new pg.Client({ connectionString: on.store.connectionString })
  await client.connect()
  await client.query(
    "update tunewright.samples set candidate = 2 * candidate where experiment_id = $1 and metric = 'load-time'",
    [`${id}/shop/strategy-0.c0`],
  )
  await client.end()
  const tampered = await tunewright('verify', 'latest', '--json')
  expect(tampered.code).toBe(1)
  expect(tampered.stdout).toMatch(/recorded -?\d.*found\s+-?\d/s)
  expect(lastLine(tampered.stdout)).toMatchObject({ sessionId: id, isSame: false })

  const report = await tunewright('report', '--json')
  expect(report).toMatchObject({ code: 0, stderr: '' })
  const file = lastLine(report.stdout).report
  expect(file).toBe(path.join(on.state, 'sessions', id, 'report.html'))
  for (const said of ['Pictures in modern formats', 'Everything in one file', `tunewright/${id}`])
    expect(readFileSync(file, 'utf8')).toContain(said)
  expect(await tunewright('report', id, '-o', 'out.pdf')).toMatchObject({ code: 2, stdout: '' })

  // Nobody is there to be asked.
  const unasked = await tunewright('rollback', id)
  expect(unasked).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') })
  expect(on.git('branch', '--list', 'tunewright/*')).not.toBe('')
  const back = await tunewright('rollback', id, '--yes', '--json')
  expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('Taken back') })
  expect(lastLine(back.stdout)).toMatchObject([{ outcome: 'done', rollback: { effect: { kind: 'branch-deleted' } } }])
  expect(on.git('branch', '--list', 'tunewright/*')).toBe('')
  expect(await tunewright('rollback', `tunewright/${id}`)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Taken back already'),
  })
  expect((await tunewright('history', '.')).stdout).toContain('rolled back: ')
  // No command started an engine, a session or a clone.
  for (const made of ['engines', 'journals', 'chromium']) expect(existsSync(path.join(on.state, made))).toBe(false)
})

it('a comparison is listed, shown, verified and reported by its id, and nothing of it can be taken back', async () => {
  const id = 'proof-1a2b3c4d'
  await storeComparison(on.store, { stateFolder: on.state, root: on.shop, id })
  const list = await tunewright('history', '--json')
  expect(lastLine(list.stdout)).toMatchObject({ sessions: [], comparisons: [{ id, summary: { outcome: 'better' } }] })
  for (const said of [
    id,
    'smaller-hero (f9e8d7c6b5a4) against main',
    'Better, and nothing is broken',
    'Change    LCP −',
  ])
    expect(list.stdout).toContain(said)
  const shown = await tunewright('history', 'proof-1a')
  expect(shown).toMatchObject({ code: 0, stderr: '' })
  for (const said of [id, '147.0.7727.0, Node.js', '✔ Better', 'paired blocks']) expect(shown.stdout).toContain(said)
  for (const { stdout } of [{ stdout: list.stdout.split('\n').slice(0, -2).join('\n') }, shown])
    expect(stdout.split('\n').filter(line => [...line].length > 80)).toEqual([])
  expect(await tunewright('verify', id)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Comparison proof-1a2b3c4d[\s\S]*The verdict: kept, \d+ numbers[\s\S]*Same:/),
  })
  const report = await tunewright('report', id, '--json')
  const file = path.join(on.state, 'comparisons', id, 'report.html')
  expect(lastLine(report.stdout)).toEqual({ comparison: id, report: file })
  expect(readFileSync(file, 'utf8')).toContain('data:image/jpeg;base64,')
  await tunewright('report', id, '-o', 'pr.md')
  expect(readFileSync(path.join(on.shop, 'pr.md'), 'utf8')).toMatch(/^# Better, and nothing is broken/)
  expect(await tunewright('rollback', id, '--yes')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is a comparison'),
  })
})
