import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removedAfterAll } from '../../change/fixtures/removed-folders.js'
import { quiet, temporaryFolder } from '../../change/fixtures/repository.js'
import { BEACON_SCRIPT } from '../beacon/beacon.generated.js'
import { aReport } from '../fixtures/report.js'
import { Intake } from './intake.js'
import { BEACON_PATH, type Collector, type CollectorOptions, serveCollector, VISITS_PATH } from './serve-collector.js'

const remember = removedAfterAll()
let intake: Intake
let collector: Collector
let views: number
const start = async (options: Partial<CollectorOptions> = {}, limits?: { waiting: number; bytes: number }) => {
  intake = await Intake.open({
    folder: remember(temporaryFolder('visits')),
    store: {
      async save(_, { cells }) {
        for (const { series, cell } of cells) if (series === 'views') views += cell.all.sum
      },
    },
    logger: quiet,
    armOf: () => '',
    saveEvery: 1e9,
    ...(limits && { limits }),
  })
  collector = await serveCollector({ intake, ...options })
}
beforeEach(() => {
  views = 0
})
afterEach(async () => {
  await collector.close()
  await intake.close()
})

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(collector.url + VISITS_PATH, { method: 'POST', body, headers: { 'content-type': 'text/plain', ...headers } })
const send = (but = {}, headers = {}) => post(JSON.stringify(aReport(but)), headers)
const counted = async () => {
  await intake.save()
  return views
}

test('takes what a page sends, and says so once it is kept', async () => {
  await start()
  const response = await send({}, { origin: collector.url })
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe(collector.url)
  expect(await counted()).toBe(1)
})

test('hands out the script, and not again to whoever has it', async () => {
  await start()
  const script = await fetch(collector.url + BEACON_PATH, { headers: { 'accept-encoding': 'gzip, br' } })
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(script.headers.get('content-encoding')).toBe('br')
  expect(await script.text()).toBe(BEACON_SCRIPT)
  const etag = script.headers.get('etag')!
  expect((await fetch(collector.url + BEACON_PATH, { headers: { 'if-none-match': etag } })).status).toBe(304)
})

test('pages of other sites are not heard, but for those that are named', async () => {
  await start()
  expect((await send({}, { origin: 'https://elsewhere.example' })).status).toBe(403)
  expect((await send({}, { origin: 'null' })).status).toBe(403)
  await collector.close()
  await intake.close()
  await start({ origins: ['https://shop.example'] })
  expect((await send({}, { origin: 'https://shop.example' })).status).toBe(204)
  expect((await send({}, { origin: 'https://shop.example.evil.example' })).status).toBe(403)
  expect((await send({}, { origin: collector.url })).status).toBe(403)
  expect(await counted()).toBe(1)
})

test.each([
  ['what is not JSON', () => 'hello', 400],
  ['a report with a field of its own', () => JSON.stringify({ ...aReport(), admin: true }), 400],
  ['a prototype', () => JSON.stringify(aReport()).replace('"version"', '"__proto__":{"part":1},"version"'), 400],
  ['more than a report takes', () => JSON.stringify(aReport({ page: `/${'x'.repeat(9_000)}` })), 413],
  ['nested without end', () => '['.repeat(8_000), 400],
  ['nothing', () => '', 400],
])('%s is refused, and honest visits are still counted', async (_, body, status) => {
  await start()
  expect((await post(body())).status).toBe(status)
  expect((await send()).status).toBe(204)
  expect(await counted()).toBe(1)
})

test('another type of content is refused', async () => {
  await start()
  expect((await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
})

test('an address that floods is told to wait, and others are heard', async () => {
  await start({ rate: { perMinute: 1, burst: 20 }, trustedProxies: ['127.0.0.1'] })
  const statuses = await Promise.all(
    Array.from({ length: 60 }, () => send({}, { 'x-forwarded-for': '192.0.2.1' }).then(({ status }) => status)),
  )
  expect(statuses.filter(status => status === 204).length).toBe(20)
  expect(statuses.filter(status => status === 429).length).toBe(40)
  expect((await send({}, { 'x-forwarded-for': '192.0.2.2' })).status).toBe(204)
  expect(await counted()).toBe(21)
})

test('an address that a visitor makes up changes nothing where no proxy is trusted', async () => {
  await start({ rate: { perMinute: 1, burst: 2 } })
  const statuses = []
  for (let i = 0; i < 4; i++) statuses.push((await send({}, { 'x-forwarded-for': `192.0.2.${i}` })).status)
  expect(statuses).toEqual([204, 204, 429, 429])
})

test('more than can be written is refused with a time to come again, and not counted', async () => {
  await start({ rate: { perMinute: 1e6, burst: 1e6 } }, { waiting: 5, bytes: 1e9 })
  const responses = await Promise.all(Array.from({ length: 200 }, () => send()))
  const kept = responses.filter(({ status }) => status === 204).length
  const refused = responses.filter(({ status }) => status === 503)
  expect(kept + refused.length).toBe(200)
  for (const response of refused) expect(response.headers.get('retry-after')).toBe('30')
  expect(await counted()).toBe(kept)
})

test('a report that is replayed is acknowledged, and counted once', async () => {
  await start()
  const body = JSON.stringify(aReport())
  const statuses = await Promise.all(Array.from({ length: 50 }, () => post(body).then(({ status }) => status)))
  expect(new Set(statuses)).toEqual(new Set([204]))
  expect(await counted()).toBe(1)
})

test('connections that say nothing keep nobody out', async () => {
  await start()
  const { port } = new URL(collector.url)
  const silent = await Promise.all(
    Array.from(
      { length: 200 },
      () =>
        new Promise<ReturnType<typeof connect>>(resolve => {
          const socket = connect(Number(port), '127.0.0.1', () => {
            socket.write('POST /tunewright/visits HTTP/1.1\r\nhost: x\r\ncontent-le')
            resolve(socket)
          })
          socket.on('error', () => undefined)
        }),
    ),
  )
  expect((await send()).status).toBe(204)
  for (const socket of silent) socket.destroy()
  expect(await counted()).toBe(1)
})
