import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { createRandom, type Random } from '../../../src/experiment/index.js'

/** Files of a site, by path. */
type Files = Readonly<Record<string, string | Buffer>>

const WORDS =
  'light table window paper river stone garden evening letter road winter bread copper glass harbour mill orchard summer wool yard'.split(
    ' ',
  )

const sentence = (random: Random): string => {
  const words = Array.from({ length: 8 + random.integer(10) }, () => WORDS[random.integer(WORDS.length)]!)
  return `${words[0]![0]!.toUpperCase()}${words.join(' ').slice(1)}.`
}

const paragraphs = (random: Random, count: number): string =>
  Array.from({ length: count }, () => `<p>${Array.from({ length: 4 }, () => sentence(random)).join(' ')}</p>`).join(
    '\n',
  )

const page = (title: string, head: string, body: string): string =>
  `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${title}</title>\n<meta name="viewport" content="width=device-width">\n${head}</head>\n<body>\n${body}\n</body>\n</html>\n`

const STYLES =
  'body{margin:0 auto;max-width:60rem;font:16px/1.5 sans-serif;padding:16px}h1{font-size:28px}img{width:100%;height:auto;display:block}table{border-collapse:collapse}td{padding:2px 8px}.grid{display:grid;grid-template-columns:1fr 1fr;gap:12px}\n'

/** Text and one stylesheet: as steady as a page can be. */
export async function letter(): Promise<Files> {
  const random = createRandom('letter')
  return {
    'index.html': page(
      'A letter',
      '<link rel="stylesheet" href="style.css">\n',
      `<h1>A letter</h1>\n${paragraphs(random, 40)}`,
    ),
    'style.css': STYLES,
  }
}

/** A photograph's like in weight: gradients and grain. */
const picture = async (random: Random, width: number, height: number): Promise<Buffer> => {
  const data = Buffer.alloc(width * height * 3)
  const tilt = Array.from({ length: 3 }, () => 60 + random.uniform() * 120)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++)
        data[3 * (y * width + x) + c] = Math.max(
          0,
          Math.min(255, tilt[c]! + 60 * Math.sin((x * (c + 1)) / 90) + (40 * y) / height + 12 * random.normal()),
        )
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 82 })
    .toBuffer()
}

/** A large picture on top and eight more: the network decides. */
export async function gallery(): Promise<Files> {
  const random = createRandom('gallery')
  const files: Record<string, Buffer> = { 'hero.jpg': await picture(random, 1024, 640) }
  for (let i = 0; i < 8; i++) files[`picture-${i}.jpg`] = await picture(random, 480, 320)
  const grid = Array.from(
    { length: 8 },
    (_, i) => `<img src="picture-${i}.jpg" width="480" height="320" alt="Picture ${i}">`,
  )
  return {
    'index.html': page(
      'A gallery',
      '<link rel="stylesheet" href="style.css">\n',
      `<h1>A gallery</h1>\n<img src="hero.jpg" width="1024" height="640" alt="The largest">\n<div class="grid">${grid.join('\n')}</div>`,
    ),
    'style.css': STYLES,
    ...files,
  }
}

const BOARD_SCRIPT = `const load = async () => {
  const rows = await (await fetch('rows.json')).json()
  const sums = new Map()
  for (const row of rows) sums.set(row.place, (sums.get(row.place) ?? 0) + row.value)
  const sorted = [...rows].sort((a, b) => b.value - a.value)
  const table = document.querySelector('tbody')
  for (const row of sorted) {
    const line = document.createElement('tr')
    for (const text of [row.place, row.name, row.value.toFixed(2), (100 * row.value / sums.get(row.place)).toFixed(1)]) {
      const cell = document.createElement('td')
      cell.textContent = text
      line.append(cell)
    }
    table.append(line)
  }
  document.querySelector('h1').textContent = 'Figures of ' + sums.size + ' places'
}
load()
`

/** A table that a script fills with what it fetches: the main thread decides. */
export async function board(): Promise<Files> {
  const random = createRandom('board')
  const rows = Array.from({ length: 1500 }, (_, i) => ({
    place: WORDS[random.integer(WORDS.length)],
    name: `${WORDS[random.integer(WORDS.length)]} ${i}`,
    value: Math.round(random.uniform() * 1e5) / 100,
  }))
  return {
    'index.html': page(
      'Figures',
      '<link rel="stylesheet" href="style.css">\n',
      '<h1>Figures</h1>\n<p>What was sold, by place.</p>\n<table><tbody></tbody></table>\n<script src="board.js"></script>',
    ),
    'style.css': STYLES,
    'board.js': BOARD_SCRIPT,
    'rows.json': JSON.stringify(rows),
  }
}

/** Writes a site's files into a folder, which is created. */
export async function writeFiles(files: Files, folder: string): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}
