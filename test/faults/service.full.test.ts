import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startService } from '../../src/instruments/serving/service.js'
import { staticTarget } from '../contract/static-target.js'
import { type Bench, openBench, processesWith } from './bench.js'
import { serving } from './projects.js'

let bench: Bench
beforeAll(() => {
  bench = openBench()
})
afterAll(() => bench.close())

const listening = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

describe('a service that cannot be used is told, with the end of its output and what to do; nothing runs on', () => {
  const soon = { readyTimeout: 2_000 }
  it.each([
    [
      'ends at once',
      'console.error("no database"); process.exit(4)',
      /ended \(exit code 4\)/,
      /by itself/,
      /no database/,
    ],
    [
      'is killed',
      'process.kill(process.pid, "SIGKILL")',
      /ended \((?:by a signal|exit code 137)\)/,
      /by itself/,
      /^(?:Killed\s*)?$/,
    ],
    [
      'never listens',
      'console.log("up"); setInterval(() => {}, 1000)',
      /within 2 s: .*ECONNREFUSED/,
      /serve\.readyTimeout/,
      /up/,
    ],
    ['ignores PORT', 'http.createServer((q, r) => r.end(PAGE)).listen(0)', /did not answer/, /the variable PORT/, /^$/],
    [
      'answers 500',
      'http.createServer((q, r) => r.writeHead(500).end()).listen(PORT)',
      /it answers 500/,
      /below 500/,
      /^$/,
    ],
    ['never answers', 'http.createServer(() => {}).listen(PORT)', /did not answer/, /readyTimeout/, /^$/],
    [
      'is deaf to SIGTERM',
      'process.on("SIGTERM", () => {}); console.log("deaf"); setInterval(() => {}, 1000)',
      /did not/,
      /PORT/,
      /deaf/,
    ],
  ])('%s', async (_, program, message, remedy, output) => {
    const { files, target } = serving(program, soon)
    const { error, changed, running } = await bench.analyze(bench.project(files), target)
    expect(error).toMatchObject({
      code: 'SERVE_FAILED',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
      state: 'Nothing was changed.',
      details: { output: expect.stringMatching(output) },
    })
    expect({ changed, running }).toEqual({ changed: [], running: [] })
  })

  it('wants a fixed port that is in use: says which, and whose fault it is', async () => {
    const taken = await listening()
    const { files, target } = serving(`http.createServer((q, r) => r.end(PAGE)).listen(${taken.port}, '127.0.0.1')`)
    const { error, changed, running } = await bench.analyze(bench.project(files), target)
    taken.close()
    expect(error).toMatchObject({
      code: 'SERVE_FAILED',
      remedy: expect.stringContaining(`port ${taken.port}, which is in use, whatever PORT says`),
      details: { output: expect.stringContaining('EADDRINUSE') },
    })
    expect({ changed, running }).toEqual({ changed: [], running: [] })
  })
})

describe('a port that another process takes while the service starts', () => {
  it.skipIf(process.platform !== 'linux')('is not taken for the service: its answers would be measured', async () => {
    const { createServer: createHttp } = await import('node:http')
    const thief = createHttp((_, response) => response.end('<h1>Another program</h1>')).listen(0, '127.0.0.1')
    await new Promise(resolve => thief.once('listening', resolve))
    const { port } = thief.address() as AddressInfo
    const { files } = serving('setInterval(() => {}, 1000)')
    const root = bench.project(files)
    const target = {
      ...staticTarget(root),
      serve: { kind: 'process' as const, command: 'node server.js', readyPath: '/' },
      environment: { FAULT_MARK: 'stolen-port' },
    }
    await expect(startService(target, root, { choosePort: async () => port })).rejects.toMatchObject({
      code: 'SERVE_FAILED',
      message: expect.stringMatching(new RegExp(`Process ${process.pid}, which is not .*, listens on port ${port}`)),
      remedy: expect.stringContaining('try again'),
    })
    thief.close()
    expect(processesWith('stolen-port')).toEqual([])
  })
})
