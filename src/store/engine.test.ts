import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer } from './fixtures/server.js'

let running: Awaited<ReturnType<typeof testServer>>
let home: string
beforeAll(async () => {
  running = await testServer()
  home = mkdtempSync(path.join(tmpdir(), 'tw-engine-'))
})
afterAll(async () => {
  await running.remove()
  rmSync(home, { recursive: true, force: true })
})

const effects = () => path.join(home, 'effects')

async function runProcess(dieIn: string, id = 'session-1'): Promise<{ signal: string | null; output: string }> {
  const script = path.resolve(import.meta.dirname, 'fixtures/workflow.ts')
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), script, running.server.connectionString, effects(), dieIn, id],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TUNEWRIGHT_HOME: home } },
  )
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString()
  })
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { signal, output }
}

test('a workflow whose process is killed goes on after its last finished step, and only then', async () => {
  expect(await runProcess('prove')).toEqual({ signal: 'SIGKILL', output: '' })
  expect(await runProcess('settle')).toEqual({ signal: 'SIGKILL', output: '' })
  const last = await runProcess('none')
  expect(last.signal).toBeNull()
  expect(JSON.parse(last.output)).toEqual(['observe@0', 'diagnose@0', 'prove@0', 'settle@0'])
  const steps = ['observe', 'diagnose', 'prove', 'prove', 'settle', 'settle'].map(name => `${name} of s1 true\n`)
  expect(readFileSync(effects(), 'utf8')).toBe(steps.join(''))

  const again = await runProcess('none')
  expect(JSON.parse(again.output)).toEqual(JSON.parse(last.output))
  expect(readFileSync(effects(), 'utf8')).toBe(steps.join(''))
})

test('processes with ids of their own share a store, one after the other', async () => {
  for (const id of ['first', 'second'])
    expect(await runProcess('none', id)).toMatchObject({
      signal: null,
      output: expect.stringContaining('observe@0'),
    })
})

test('everything of the engine is in a schema of ours', async () => {
  const client = new pg.Client({ connectionString: running.server.connectionString })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    "select distinct table_schema as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
  )
  await client.end()
  expect(rows.map(row => row.name)).toEqual(['tunewright_engine'])
})
