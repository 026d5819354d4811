import type { TargetOverrides } from '../../src/index.js'
import { type Files, PAGE } from './bench.js'

/** A project whose build is a shell command. */
export const built = (command: string, more: Partial<NonNullable<Exclude<TargetOverrides['build'], false>>> = {}) => ({
  files: { 'package.json': '{"name":"shop"}', 'src.html': PAGE } as Files,
  target: {
    build: { command, output: 'dist', ...more },
    serve: { kind: 'static', folder: 'dist' },
  } as TargetOverrides,
})

export const MAKE = 'mkdir -p dist && cp src.html dist/index.html'

/** A project with a service of its own: a program in Node with `http`, `PORT` and `PAGE` at hand. */
export const serving = (program: string, more: { readonly readyTimeout?: number } = {}) => ({
  files: {
    'package.json': '{"name":"shop"}',
    'server.js': `const http = require('http'); const PORT = Number(process.env.PORT); const PAGE = ${JSON.stringify(PAGE)}\n${program}`,
  } as Files,
  target: { serve: { kind: 'process', command: 'node server.js', readyPath: '/ready', ...more } } as TargetOverrides,
})

/** A service that is ready, and answers `/` by the body of a function of `request` and `response`. */
export const answering = (body: string) =>
  serving(`http.createServer((request, response) => {
    if (request.url === '/ready') return response.end('ready')
    ${body}
  }).listen(PORT)`)

/** A service whose page is this, behind a heading. */
export const showing = (markup: string) =>
  answering(`if (request.url !== '/') return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'text/html' }).end(${JSON.stringify(`${PAGE}${markup}`)})`)
