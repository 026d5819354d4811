import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench } from './bench.js'
import { answering, showing } from './projects.js'

let bench: Bench
beforeAll(() => {
  bench = openBench()
})
afterAll(() => bench.close())

const html = (status: number) => `response.writeHead(${status}, { 'content-type': 'text/html' }).end(PAGE)`
const typed = (type: string, more = '') =>
  `response.writeHead(200, { 'content-type': '${type}'${more} }).end('{"a": "thing of another kind"}')`
const ONLY_HOME = "if (request.url !== '/') return response.writeHead(404).end();"

describe.concurrent('a page that does not work is told as that, with what to do; no browser and no service is left', () => {
  it.each([
    ['is not there', answering(html(404)), /answers 404/],
    ['answers 500', answering(html(500)), /answers 500/],
    [
      'asks for a password',
      answering("response.writeHead(401, { 'www-authenticate': 'Basic realm=x' }).end(PAGE)"),
      /answers 401/,
    ],
    ['breaks the connection', answering('request.socket.destroy()'), /answers 502/],
    ['is JSON', answering(typed('application/json')), /is no HTML: it is sent as application\/json/],
    ['is text', answering(typed('text/plain')), /is no HTML: it is sent as text\/plain/],
    [
      'is a download',
      answering(typed('application/octet-stream', ", 'content-disposition': 'attachment'")),
      /is a download/,
    ],
    ['has no content', answering('response.writeHead(204).end()'), /has no content/],
    ['is empty', answering("response.writeHead(200, { 'content-type': 'text/html' }).end()"), /paints nothing/],
    ['paints nothing', showing('<style>body { display: none }</style>'), /paints nothing/],
    [
      'is redirected for ever',
      answering("response.writeHead(302, { location: request.url + 'x' }).end()"),
      /redirected for ever/,
    ],
    [
      'is redirected elsewhere',
      answering("response.writeHead(302, { location: 'https://example.com/' }).end()"),
      /another host/,
    ],
    [
      'goes elsewhere by itself',
      showing('<script>location.href = "https://example.com/"</script>'),
      /leads away|another/,
    ],
    [
      'goes to an empty page',
      showing('<script>location.href = "about:blank"</script>'),
      /leads away from the target, to about:blank/,
    ],
    ['loads itself again at once', showing('<script>location.reload()</script>'), /again and again/],
    [
      'loads itself again after it has loaded',
      showing('<script>onload = () => setTimeout(() => location.reload(), 300)</script>'),
      /again and again|while it is looked at/,
    ],
    ['refreshes itself', showing('<meta http-equiv="refresh" content="0">'), /again and again|while it is looked at/],
    [
      'refreshes itself each second',
      showing('<meta http-equiv="refresh" content="1">'),
      /again and again|while it is looked at/,
    ],
    ['loops in a script', showing('<script>while (true) {}</script>'), /never ends|stopped answering/],
    [
      'loops in a script later',
      showing('<script>onload = () => setTimeout(() => { while (true) {} }, 200)</script>'),
      /stopped answering|never ends/,
    ],
    [
      'crashes its renderer',
      showing('<script>const all = []; for (;;) all.push(new Uint8Array(2 ** 28).fill(1))</script>'),
      /crashed|never ends|stopped answering/,
    ],
    [
      'streams for ever',
      answering(
        "response.writeHead(200, { 'content-type': 'text/html' }); response.write(PAGE); setInterval(() => response.write('<p>more'), 50)",
      ),
      /never ends/,
    ],
    [
      'asks for something for ever',
      answering(
        `if (request.url !== '/') return response.end('x'); response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE + "<script>setInterval(() => fetch('/x'), 50)</script>")`,
      ),
      /never ends/,
    ],
    [
      'waits for an answer that does not come',
      answering(
        `if (request.url === '/poll') return; ${ONLY_HOME} response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE + "<script>fetch('/poll')</script>")`,
      ),
      /never ends.*waiting for \/poll/,
    ],
    [
      'has a worker that answers nothing',
      answering(
        `if (request.url === '/sw.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end('onfetch = event => event.respondWith(new Promise(() => {}))'); ${ONLY_HOME} response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE + "<script>navigator.serviceWorker.register('/sw.js')</script>")`,
      ),
      /stopped answering|never ends/,
    ],
  ])(
    '%s',
    async (_, { files, target }, message) => {
      const { error, changed, running } = await bench.analyze(bench.project(files), target)
      expect(error).toMatchObject({
        code: 'PAGE_BROKEN',
        message: expect.stringMatching(message),
        remedy: expect.stringContaining('Open the page in a browser'),
        state: 'Nothing was changed.',
      })
      expect({ changed, running }).toEqual({ changed: [], running: [] })
    },
    400_000,
  )
})

describe.concurrent('a page that does what a visitor would wave away is measured', () => {
  it.each([
    [
      'asks with dialogs',
      '<script>alert(1); confirm(2); prompt(3); addEventListener("beforeunload", event => { event.preventDefault(); event.returnValue = "stay" })</script>',
    ],
    ['opens windows and prints', '<script>window.open("/other"); print(); window.close()</script>'],
    [
      'starts a download',
      '<script>const link = document.createElement("a"); link.href = "data:application/octet-stream,abc"; link.download = "x.bin"; document.body.append(link); link.click()</script>',
    ],
    [
      'sends its visitors on once',
      '<script>if (location.hash === "") { location.hash = "#here"; location.reload() }</script>',
    ],
  ])(
    '%s',
    async (_, markup) => {
      const { files, target } = showing(markup)
      const { error, changed, running } = await bench.analyze(bench.project(files), target)
      expect({ error, changed, running }).toEqual({ error: null, changed: [], running: [] })
    },
    400_000,
  )
})

describe('afterwards', () => {
  it('no profile of a browser and no working folder is left', () => {
    // The folders of this very process stay until it ends; what they hold goes with what used it.
    const left = ['tmp', 'state/work'].flatMap(place =>
      readdirSync(path.join(bench.folder, place))
        .filter(name => place !== 'tmp' || /^tunewright-[0-9a-f]{8}-/.test(name))
        .flatMap(run => readdirSync(path.join(bench.folder, place, run)).map(name => `${place}/${run}/${name}`)),
    )
    expect(left).toEqual([])
  })
})
