import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopSite } from '../experiment/fixtures/real-site.js'
import { ensureEmbeddedPostgres } from '../store/embedded-postgres.js'
import { type Ended, startProgram } from './fixtures/run-program.js'

/** Told apart from everything else, with letters and digits, as secrets are. */
const marker = (what: string) => `${what}${randomBytes(9).toString('hex')}`
/** What the project itself has in its files may be where its files are, in the private clone. */
const inFiles = {
  query: marker('Qy1'),
  link: marker('Lk2'),
  bearer: marker('Br3'),
  jwt: marker('Jw4'),
  header: marker('Hd5'),
  message: marker('Cm6'),
}
/** What comes from elsewhere may be nowhere. */
const nowhere = {
  named: marker('En1'),
  inline: marker('In2'),
  unlisted: marker('Un3'),
  file: marker('Fi4'),
  remote: marker('Re5'),
  cookie: marker('Ck6'),
  script: marker('Sc7'),
  sql: marker('Sq8'),
  connection: marker('Cs9'),
  console: marker('Co0'),
}

const SERVICE = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname } from 'node:path'
writeFileSync(process.env.DUMPS + '/service.json', JSON.stringify(process.env))
const own = JSON.parse(readFileSync(process.env.DUMPS + '/planted.json'))
console.log('connecting to postgres://shop:' + own.connection + '@127.0.0.1:5432/shop')
console.log(process.env.PLAIN_NAME, JSON.stringify(process.env))
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png' }
createServer((request, response) => {
  console.log("SELECT * FROM users WHERE pin = '" + own.sql + "' -- " + JSON.stringify(request.headers))
  const file = 'dist' + (request.url === '/' ? '/index.html' : request.url.split('?')[0])
  if (request.url === '/') response.setHeader('set-cookie', ['shop=' + own.cookie + '; HttpOnly; Path=/', 'seen=' + own.script + '; Path=/'])
  if (!existsSync(file)) return response.writeHead(404).end()
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(readFileSync(file))
}).listen(process.env.PORT, process.env.HOST)`

const BUILD = `
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
writeFileSync(process.env.DUMPS + '/build.json', JSON.stringify(process.env))
console.log(Object.entries(process.env).map(([name, value]) => name + '=' + value).join('\\n'), readFileSync('.env', 'utf8'))
cpSync('site', 'dist', { recursive: true })
writeFileSync('dist/environment.txt', JSON.stringify(process.env) + readFileSync('.env', 'utf8'))
const own = JSON.parse(readFileSync(process.env.DUMPS + '/planted.json'))
if (process.env.BREAK === 'build') {
  console.error('cannot connect: postgres://shop:' + own.connection + '@127.0.0.1/shop', process.env)
  process.exit(3)
}`

let folder: string
let site: string
const git = (...args: string[]) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' })

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-planted-'))
  await chmod(folder, 0o755)
  site = path.join(folder, 'shop')
  await mkdir(path.join(site, 'site'), { recursive: true })
  await mkdir(path.join(folder, 'dumps'))
  await writeFile(path.join(folder, 'dumps', 'planted.json'), JSON.stringify(nowhere))
  const files = await shopSite()
  const jwt = `eyJhbGciOiJIUzI1NiJ9.${inFiles.jwt}.${inFiles.jwt}`
  const planted = `<p>Authorization: Bearer ${inFiles.bearer}</p><p>${jwt}</p><a href="/about.html?token=${inFiles.link}">Enter</a>
<img src="p1.png?access_token=${inFiles.query}" alt="Lamp" width="100" height="100"><input type="password" value="x">
<script>
fetch('/style.css', { headers: { authorization: 'Bearer ${inFiles.header}' } })
console.error('signed in', document.cookie)
</script></main>`
  files['index.html'] = String(files['index.html']).replace('</main>', planted)
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(site, 'site', name), content)
  await writeFile(path.join(site, 'service.mjs'), SERVICE)
  await writeFile(path.join(site, 'build.mjs'), BUILD)
  await writeFile(
    path.join(site, 'test.mjs'),
    `import { writeFileSync } from 'node:fs'
writeFileSync(process.env.DUMPS + '/test.json', JSON.stringify(process.env)); console.log(process.env)`,
  )
  await writeFile(path.join(site, '.gitignore'), 'dist\n.env\n')
  await writeFile(path.join(site, '.env'), `SIGNING_KEY=${nowhere.file}\n`)
  await writeFile(
    path.join(site, 'tunewright.config.json'),
    JSON.stringify({
      target: {
        pages: ['/'],
        build: { command: 'node build.mjs', output: 'dist' },
        serve: { kind: 'process', command: 'node service.mjs', readyPath: '/' },
        test: { command: 'node test.mjs' },
      },
    }),
  )
  git('init', '-q', '-b', 'main')
  git('remote', 'add', 'origin', `https://ann:${nowhere.remote}@example.org/shop.git`)
  git('add', '-A')
  git(
    '-c',
    'user.name=T',
    '-c',
    'user.email=t@example.org',
    '-c',
    'commit.gpgsign=false',
    'commit',
    '-q',
    '-m',
    `shop\n\ntoken=${inFiles.message}`,
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (more: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  startProgram(
    folder,
    [
      'optimize',
      'shop',
      '--profiles',
      'mobile',
      '--budget',
      '8m',
      '--strategies',
      'image-optimization',
      '--env',
      'PLAIN_NAME',
      '--env',
      `OTHER_NAME=${nowhere.inline}`,
      '--env',
      `DUMPS=${path.join(folder, 'dumps')}`,
      ...more,
    ],
    { PLAIN_NAME: nowhere.named, PLANT_UNLISTED: nowhere.unlisted, ...environment },
  ).ended

const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  ...[0, 1, 2].map(n =>
    Buffer.from(' '.repeat(n) + secret)
      .toString('base64')
      .slice(n === 0 ? 0 : n + 1, 20),
  ),
]

/** Which of the planted secrets a text holds, in any form, by name. */
const heldBy = (text: string | Buffer, planted: Record<string, string>): string[] =>
  Object.entries(planted).flatMap(([name, secret]) => (formsOf(secret).some(form => text.includes(form)) ? [name] : []))

async function filesBelow(at: string): Promise<string[]> {
  const entries = await readdir(at, { withFileTypes: true, recursive: true })
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name))
}

/** Every row of every table of the store, ours and the engine's, as text. */
async function wholeStore(): Promise<string> {
  const server = await ensureEmbeddedPostgres({ folder: path.join(folder, 'state', 'postgres') })
  const client = new pg.Client({ connectionString: server.connectionString })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    expect(tables.length).toBeGreaterThan(10)
    const texts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select row_to_json(t)::text as text from ${name} t`)
      texts.push(...rows.map(row => row.text))
    }
    return texts.join('\n')
  } finally {
    await client.end()
    await server.stop()
  }
}

async function search(ended: Ended, report?: string) {
  const everything = { ...inFiles, ...nowhere }
  const found: Record<string, string[]> = {}
  const look = (where: string, text: string | Buffer, planted: Record<string, string>) => {
    const held = heldBy(text, planted)
    if (held.length > 0) found[where] = held
  }
  look('stdout', ended.stdout, everything)
  look('stderr', ended.stderr, everything)
  look('store', await wholeStore(), everything)
  if (report !== undefined) look('report', await readFile(report, 'utf8'), everything)
  for (const file of await filesBelow(path.join(folder, 'state'))) {
    const relative = path.relative(path.join(folder, 'state'), file)
    if (/^(?:browsers|postgres\/binaries)/.test(relative)) continue
    const isProjects = /\/clone\/|^journals\/|^patches\//.test(relative)
    const content = await readFile(file)
    look(relative, file.endsWith('.gz') ? gunzipSync(content) : content, isProjects ? nowhere : everything)
  }
  return found
}

describe('planted secrets', () => {
  it('are nowhere after a whole session, in no form, and what is started sees only what it is given', async () => {
    const report = path.join(folder, 'report.html')
    const ended = await run(['--debug', '--json', '--report', report])
    expect(ended.code, ended.stderr.slice(-3_000)).toBe(0)
    const { kept, rejected, inconclusive } = JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(kept + rejected + inconclusive, ended.stdout).toBeGreaterThan(0)
    expect(await search(ended, report)).toEqual({})
    for (const what of ['build', 'test', 'service']) {
      const environment = JSON.parse(await readFile(path.join(folder, 'dumps', `${what}.json`), 'utf8'))
      expect(environment).toMatchObject({ PLAIN_NAME: nowhere.named, OTHER_NAME: nowhere.inline })
      expect(Object.keys(environment)).not.toContain('PLANT_UNLISTED')
      expect(Object.keys(environment).filter(name => /^TUNEWRIGHT_(?!RUN$|BUNDLE_STATISTICS)/.test(name))).toEqual([])
    }
    // What was put away is really there: a survey with labels where the secrets stood.
    const artifacts = (await filesBelow(path.join(folder, 'state', 'sessions'))).filter(file =>
      file.endsWith('baseline.json.gz'),
    )
    expect(gunzipSync(await readFile(artifacts[0] ?? '')).toString()).toMatch(/Bearer \[redacted:[0-9a-f]{10}\]/)
    for (const file of artifacts) expect((await stat(file)).mode & 0o077).toBe(0)
    for (const name of await readdir(path.join(folder, 'state'))) {
      const { mode } = await stat(path.join(folder, 'state', name))
      if (name !== 'postgres') expect((mode & 0o077).toString(8), name).toBe('0')
    }
  })

  it.each([['--debug'], ['--json']])(
    'are nowhere after a build that fails and prints them, %s',
    async flag => {
      const ended = await run([flag, '--env', 'BREAK=build'])
      expect(ended.code).toBe(1)
      expect(ended.stderr).toContain('node build.mjs')
      expect(await search(ended)).toEqual({})
    },
    300_000,
  )
})
