import { afterAll, beforeAll, it } from 'vitest'
import { openBench, PAGE, type Bench, type Files } from './bench.js'
import { appendFileSync, writeFileSync } from 'node:fs'
import type { TargetOverrides } from '../../src/index.js'
let bench: Bench
beforeAll(() => { bench = openBench() })
afterAll(() => bench.close())
const OUT = '/work/helpers/home-input/explore.txt'
writeFileSync(OUT, '')
const build = (script: string, more: Files = {}): Files => ({ 'package.json': JSON.stringify({ name: 'shop', scripts: { build: script } }), 'src.html': PAGE, ...more })
const B = { output: 'dist' }
const server = (js: string): Files => ({ 'server.js': `const http=require('http');const PORT=+process.env.PORT;const page=${JSON.stringify(PAGE)};\n${js}`, 'package.json': '{"name":"shop","scripts":{"start":"node server.js"}}' })
const serve = (body: string) => server(`http.createServer((q,r)=>{ if(q.url==='/favicon.ico'){r.writeHead(404).end();return}\n${body}\n}).listen(PORT)`)
const html = (body: string) => serve(`r.writeHead(200,{'content-type':'text/html'});r.end(${JSON.stringify(`<!doctype html><title>x</title><h1>Hello</h1>${body}`)})`)
const S: TargetOverrides = { serve: { kind: 'process', command: 'node server.js', readyPath: '/ready' } }
const bo = (command: string): TargetOverrides => ({ build: { command, output: 'dist' }, serve: { kind: 'static', folder: 'dist' } })
const all: [string, Files, TargetOverrides][] = [
  ['build exit 1', build('x'), bo('echo one; echo "Module not found: ./x" >&2; exit 1')],
  ['build network', build('x'), bo('echo "request to https://fonts.googleapis.com/css failed, reason: getaddrinfo ENOTFOUND fonts.googleapis.com" >&2; exit 1')],
  ['build stdin', build('x'), bo('printf "Continue? (y/n) "; read answer || { echo "no answer"; exit 1; }; mkdir -p dist; cp src.html dist/index.html')],
  ['build nothing', build('x'), bo('true')],
  ['build writes outside', build('x'), bo('mkdir -p dist; cp src.html dist/index.html; echo x > stray.txt; echo x > ../beside.txt; rm src.html')],
  ['build deletes .git', build('x'), bo('mkdir -p dist; cp src.html dist/index.html; rm -rf .git')],
  ['build command missing', build('x'), bo('no-such-tool build')],
  ['lock out of sync', { ...build('x'), 'package.json': '{"name":"shop","version":"1.0.0","scripts":{"build":"x"},"dependencies":{"left-pad":"1.3.0"}}', 'package-lock.json': '{"name":"shop","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"shop","version":"1.0.0"}}}' }, bo('mkdir dist; cp src.html dist/index.html')],
  ['broken lock', { ...build('x'), 'package.json': '{"name":"shop","version":"1.0.0","scripts":{"build":"x"},"dependencies":{"left-pad":"1.3.0"}}', 'package-lock.json': '{"name"' }, bo('mkdir dist; cp src.html dist/index.html')],
  ['serve exits', server('console.error("EADDRNOTAVAIL boom");process.exit(3)'), S],
  ['serve 500', serve('r.writeHead(500).end("no")'), S],
  ['serve ignores port', server('http.createServer((q,r)=>r.end(page)).listen(0)'), S],
  ['serve never', server('setInterval(()=>{},1000)'), S],
  ['serve fixed port in use', server('http.createServer((q,r)=>r.end(page)).listen(+process.env.TAKEN)'), S],
  ['page 404', serve('if(q.url==="/ready"){r.end("ok");return} r.writeHead(404,{"content-type":"text/html"}).end(page)'), S],
  ['page 500', serve('if(q.url==="/ready"){r.end("ok");return} r.writeHead(500,{"content-type":"text/html"}).end(page)'), S],
  ['page json', serve('r.writeHead(200,{"content-type":"application/json"}).end("{\\"a\\":1}")'), S],
  ['page download', serve('r.writeHead(200,{"content-type":"application/octet-stream","content-disposition":"attachment; filename=x.bin"}).end("abc")'), S],
  ['page pdf', serve('r.writeHead(200,{"content-type":"application/pdf"}).end("%PDF-1.4")'), S],
  ['page auth', serve('if(q.url==="/ready"){r.end("ok");return} r.writeHead(401,{"www-authenticate":"Basic realm=x","content-type":"text/html"}).end(page)'), S],
  ['page redirect loop', serve('if(q.url==="/ready"){r.end("ok");return} r.writeHead(302,{location:q.url+"x"}).end()'), S],
  ['page redirect away', serve('if(q.url==="/ready"){r.end("ok");return} r.writeHead(302,{location:"https://example.com/"}).end()'), S],
  ['page empty', serve('r.writeHead(200,{"content-type":"text/html"}).end("")'), S],
  ['page 204', serve('r.writeHead(204).end()'), S],
  ['page socket destroyed', serve('if(q.url==="/ready"){r.end("ok");return} q.socket.destroy()'), S],
  ['page paints nothing', html('<style>h1{display:none}</style>'), S],
  ['page alert', html('<script>alert(1);confirm(2);prompt(3);addEventListener("beforeunload",e=>{e.preventDefault();e.returnValue="x"})</script>'), S],
  ['page open/print', html('<script>window.open("/other");print();window.close()</script>'), S],
  ['page download at load', html('<script>const a=document.createElement("a");a.href="data:application/octet-stream,abc";a.download="x.bin";document.body.append(a);a.click()</script>'), S],
  ['page reload loop', html('<script>location.reload()</script>'), S],
  ['page reload after load', html('<script>onload=()=>setTimeout(()=>location.reload(),300)</script>'), S],
  ['page meta refresh 0', html('<meta http-equiv=refresh content=0>'), S],
  ['page meta refresh 1', html('<meta http-equiv=refresh content=1>'), S],
  ['page navigates away', html('<script>location.href="https://example.com/"</script>'), S],
  ['page about:blank', html('<script>location.href="about:blank"</script>'), S],
  ['page while true', html('<script>while(true){}</script>'), S],
  ['page while true later', html('<script>onload=()=>setTimeout(()=>{while(true){}},200)</script>'), S],
  ['page alloc', html('<script>const a=[];for(;;)a.push(new Array(1e6).fill(Math.random()))</script>'), S],
  ['page stream', serve('if(q.url==="/ready"){r.end("ok");return} r.writeHead(200,{"content-type":"text/html"});r.write(page);const t=setInterval(()=>r.write("<p>x</p>"),50);r.on("close",()=>clearInterval(t))'), S],
  ['page requests for ever', serve('if(q.url!=="/"){r.end("x");return} r.writeHead(200,{"content-type":"text/html"}).end(page+"<script>setInterval(()=>fetch(\'/x\'),100)</script>")'), S],
  ['page long poll', serve('if(q.url==="/poll")return; if(q.url==="/ready"){r.end("ok");return} r.writeHead(200,{"content-type":"text/html"}).end(page+"<script>fetch(\'/poll\')</script>")'), S],
  ['page sw', serve('if(q.url==="/sw.js"){r.writeHead(200,{"content-type":"text/javascript"}).end("onfetch=e=>e.respondWith(new Promise(()=>{}))");return} r.writeHead(200,{"content-type":"text/html"}).end(page+"<script>navigator.serviceWorker.register(\'/sw.js\')</script>")'), S],
]
const { createServer } = await import('node:net')
it('explores', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise(r => taken.once('listening', r))
  const port = String((taken.address() as { port: number }).port)
  const only = process.env.ONLY ? new RegExp(process.env.ONLY) : /./
  const queue = all.filter(([n]) => only.test(n))
  const worker = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const [name, files, o] = job
      const t = Date.now()
      try {
        const r = await bench.analyze(bench.project(files), { ...o, environment: { TAKEN: port } })
        appendFileSync(OUT, `## ${name} (${Math.round((Date.now() - t) / 1000)} s)\n${r.error ? `${r.error.code}: ${r.error.message}\n  remedy: ${r.error.remedy}\n  state: ${r.error.state}\n  output: ${String(r.error.details.output ?? '').slice(-300)}` : 'fine'}\n  changed ${r.changed} running ${r.running}\n`)
      } catch (e) { appendFileSync(OUT, `## ${name} (${Math.round((Date.now() - t) / 1000)} s)\nTHROWN ${(e as Error).stack}\n`) }
    }
  }
  await Promise.all([1, 2, 3, 4].map(worker))
  taken.close()
}, 900_000)
