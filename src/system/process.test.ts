import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { OutputTail } from './output-tail.js'
import { endOrphans, runCommand, startProcess } from './process.js'
import { isAlive, ownIdentity, startTimeOf } from './process-identity.js'
import { stateFolder } from './state-folder.js'

let home: string
const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin' }
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'tw-process-'))
  vi.stubEnv('TUNEWRIGHT_HOME', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})
const options = () => ({ cwd: home, environment, timeout: 20_000 })

describe('runCommand', () => {
  test('gives exit code and both outputs', async () => {
    const result = await runCommand('echo one; echo two >&2; exit 3', options())
    expect(result).toMatchObject({ exitCode: 3, timedOut: false })
    expect(result.output).toContain('one')
    expect(result.output).toContain('two')
  })

  test('passes the environment given and no more, and no standard input', async () => {
    vi.stubEnv('TUNEWRIGHT_TEST_VALUE', 'planted-7731')
    const { output } = await runCommand('env; cat', { ...options(), environment: { ...environment, A: 'b' } })
    expect(output).toContain('A=b')
    expect(output).not.toContain('planted-7731')
  })

  test('ends the whole group at the timeout', async () => {
    const result = await runCommand('sleep 600 & echo $!; sleep 600', { ...options(), timeout: 300 })
    expect(result).toMatchObject({ exitCode: null, timedOut: true })
    // Killed it is; the system may take a moment to be done with it.
    await vi.waitFor(() => expect(startTimeOf(Number.parseInt(result.output, 10))).toBeNull())
  })

  test('ends what a finished command left running', async () => {
    const result = await runCommand('sleep 600 & echo $!', options())
    expect(result.exitCode).toBe(0)
    await vi.waitFor(() => expect(startTimeOf(Number.parseInt(result.output, 10))).toBeNull())
  })

  test('keeps the tail of a long output', async () => {
    const result = await runCommand('yes 0123456789 | head -c 400000; echo; echo the end', options())
    expect(result.output.length).toBe(64 * 1024)
    expect(result.output.endsWith('the end\n')).toBe(true)
  })

  test('is cancelled by its signal', async () => {
    const controller = new AbortController()
    const running = runCommand('echo up; sleep 600', {
      ...options(),
      signal: controller.signal,
      onOutput: () => controller.abort(),
    })
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  test('a missing folder is told', async () => {
    await expect(runCommand('true', { ...options(), cwd: path.join(home, 'none') })).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
    })
  })
})

describe('startProcess', () => {
  test('stops a process that ignores SIGTERM', async () => {
    const running = startProcess("trap '' TERM; echo up; while :; do sleep 0.05; done", options())
    await vi.waitFor(() => expect(running.output()).toContain('up'))
    await running.stop(100)
    expect(isAlive(running)).toBe(false)
    expect(readdirSync(path.join(stateFolder(), 'processes'))).toEqual([])
  })
})

describe('endOrphans', () => {
  test('ends what a killed owner left, and nothing else', async () => {
    const script = path.join(home, 'owner.mts')
    const module = path.resolve(import.meta.dirname, 'process.ts')
    writeFileSync(
      script,
      `import { startProcess } from ${JSON.stringify(module)}
       const p = startProcess('exec sleep 600', { cwd: '/', environment: process.env })
       console.log(p.pid)
       setInterval(() => {}, 1000)`,
    )
    const owner = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(owner.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString())
    expect(await endOrphans()).toEqual([]) // its owner lives
    const ended = once(owner, 'exit')
    owner.kill('SIGKILL')
    await ended
    expect(startTimeOf(pid)).not.toBeNull()
    expect(await endOrphans()).toEqual([pid])
    await vi.waitFor(() => expect(startTimeOf(pid)).toBeNull())
  })

  test('leaves a process alone that only has the same id', async () => {
    const running = startProcess('sleep 600', options())
    const file = path.join(home, 'processes', `${running.pid}.json`)
    const record = JSON.parse(readFileSync(file, 'utf8'))
    const deadOwner = { pid: 2 ** 22 + 1, startTime: 'x' }
    writeFileSync(file, JSON.stringify({ ...record, owner: deadOwner, startTime: 'an earlier one' }))
    writeFileSync(path.join(home, 'processes', '99.json'), '{"pid":')
    expect(await endOrphans()).toEqual([])
    expect(isAlive(running)).toBe(true)
    expect(existsSync(file)).toBe(false)
    await running.stop()
  })

  test('the own process is told from others', () => {
    expect(isAlive(ownIdentity())).toBe(true)
    expect(isAlive({ ...ownIdentity(), startTime: 'x' })).toBe(false)
  })
})

test('an output tail is bounded whatever the chunks', () => {
  const tail = new OutputTail(10)
  for (let i = 0; i < 100; i++) tail.add(`${i},`)
  expect(tail.text()).toBe(',97,98,99,')
})
