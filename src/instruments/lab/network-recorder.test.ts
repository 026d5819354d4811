import { EventEmitter } from 'node:events'
import type { CDPSession } from 'puppeteer-core'
import { expect, test } from 'vitest'
import { NetworkRecorder } from './network-recorder.js'

interface Served {
  readonly headers?: Record<string, string>
  readonly decoded: number
  /** As the browser counts: headers, framing and whatever pieces it saw. */
  readonly counted: number
  readonly timing?: { readonly requestTime: number; readonly receiveHeadersEnd: number }
}

/** The events of one request, as the browser sends them. */
function record({ headers = {}, decoded, counted, timing }: Served) {
  const session = new EventEmitter()
  const recorder = new NetworkRecorder(session as unknown as CDPSession, 'https://127.0.0.1:4000')
  const requestId = '1'
  const request = { url: 'https://127.0.0.1:4000/a', initialPriority: 'Low' }
  session.emit('Network.requestWillBeSent', { requestId, request, type: 'Image', timestamp: 1, wallTime: 1 })
  const response = {
    status: 200,
    headers,
    mimeType: 'image/avif',
    encodedDataLength: 120,
    fromDiskCache: false,
    timing,
  }
  session.emit('Network.responseReceived', { requestId, response })
  session.emit('Network.dataReceived', { requestId, dataLength: decoded })
  session.emit('Network.loadingFinished', { requestId, encodedDataLength: counted, timestamp: 2 })
  return recorder.records(1000)[0]!
}

test.each<[string, Served, number]>([
  ['the length that the edge told', { headers: { 'content-length': '900' }, decoded: 2000, counted: 1057 }, 900],
  ['the body itself, where it was not compressed', { decoded: 6067, counted: 120 }, 6067],
  [
    "the browser's count, for a compressed body of untold length",
    { headers: { 'content-encoding': 'br' }, decoded: 6067, counted: 1120 },
    1000,
  ],
])('bytes on the wire are %s', (_, served, bytes) => {
  expect(record(served)).toMatchObject({ transferSize: bytes, decodedSize: served.decoded })
})

test('the first byte is known where the browser tells when the headers had come', () => {
  const timing = { requestTime: 1.25, receiveHeadersEnd: 300 }
  expect(record({ decoded: 9, counted: 120, timing })).toMatchObject({ start: 0, responseStart: 550, end: 1000 })
  expect(record({ decoded: 9, counted: 120 })).not.toHaveProperty('responseStart')
})

test('what the document before asked for holds nothing back, and is no failure of the next one', () => {
  const session = new EventEmitter()
  const recorder = new NetworkRecorder(session as unknown as CDPSession, 'https://127.0.0.1:4000')
  const ask = (requestId: string, path: string, loaderId: string, frameId = 'main') =>
    session.emit('Network.requestWillBeSent', {
      requestId,
      loaderId,
      frameId,
      request: { url: `https://127.0.0.1:4000${path}`, initialPriority: 'High' },
      type: requestId === loaderId ? 'Document' : 'Image',
      timestamp: 1,
      wallTime: 1,
    })
  ask('a', '/', 'a')
  session.emit('Page.frameNavigated', { frame: { id: 'main', loaderId: 'a' } })
  ask('1', '/late.png', 'a')
  ask('2', '/of-a-frame.png', 'x', 'inner')
  expect(recorder.waitingFor).toEqual(['/', '/late.png', '/of-a-frame.png'])
  ask('b', '/', 'b')
  session.emit('Page.frameNavigated', { frame: { id: 'main', loaderId: 'b' } })
  expect(recorder.waitingFor).toEqual(['/of-a-frame.png', '/'])
  session.emit('Network.loadingFinished', { requestId: 'b', encodedDataLength: 100, timestamp: 2 })
  expect(recorder.records(1000, 'finished').map(({ url, failure }) => [url, failure])).toEqual([
    ['/', 'net::ERR_ABORTED'],
    ['/late.png', 'net::ERR_ABORTED'],
    ['/', undefined],
  ])
})
