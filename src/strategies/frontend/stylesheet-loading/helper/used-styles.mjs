/** So many bytes of what only scripts have names for are taken of a sheet in any case: that of a widget of theirs is small. */
const SMALL = 4_000

const bytesOf = text => new TextEncoder().encode(text).length

/** Comments, strings, addresses and escapes of a style sheet hold what would else be its punctuation. */
const TOKENS =
  /\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\burl\(\s*(?!["'\s])(?:\\[\s\S]|[^)\\])*\)|\\[\s\S]|[{};]/gi

/** A style sheet, or what stands in a block of it, as statements: what comes before a block, and what stands in it (null: it has none). */
function statementsOf(css) {
  const statements = []
  let start = 0
  let open = 0
  let depth = 0
  for (const { 0: token, index } of css.matchAll(TOKENS)) {
    if (token === '{' && depth++ === 0) open = index
    else if (token === '}' && --depth < 0) throw new Error('a block of it ends before it begins')
    else if (depth > 0 || !/^[;}]$/.test(token)) continue
    else {
      const block = token === '}' ? css.slice(open + 1, index) : null
      statements.push({ head: css.slice(start, token === '}' ? open : index), block })
      start = index + 1
    }
  }
  if (depth > 0) throw new Error('a block of it does not end')
  return statements
}

const withoutComments = text =>
  text.replace(/("(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|\/\*[\s\S]*?\*\//g, (_, string) => string ?? '')

/** Parts of a list between commas that stand in no brackets and no string. */
function listed(text) {
  const parts = []
  let start = 0
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\\[\s\S]|[()[\],]/g)) {
    if (token === '(' || token === '[') depth++
    else if (token === ')' || token === ']') depth--
    else if (token === ',' && depth === 0) {
      parts.push(text.slice(start, index).trim())
      start = index + 1
    }
  }
  return [...parts, text.slice(start).trim()]
}

const unescaped = name =>
  name.replace(/\\(?:([0-9a-f]{1,6})\s?|([\s\S]))/gi, (_, code, character) =>
    code === undefined ? character : String.fromCodePoint(Number.parseInt(code, 16)),
  )

const NAME = String.raw`(?:\\[0-9a-fA-F]{1,6}\s?|\\[\s\S]|[\w-]|[^\x00-\x7f])+`
/** In this order: a state or a part, with or without what it is asked for; a class or an id; an attribute; an element. */
const PARTS = new RegExp(
  `::?${NAME}(\\()?|([.#])(${NAME})|\\[\\s*(?:[\\w*-]*\\|)?(${NAME})(?:[^\\]"']|"[^"]*"|'[^']*')*\\]|(${NAME})`,
  'g',
)

/** Where what begins with a bracket ends. */
function endOf(text, start) {
  let depth = 0
  for (const { 0: token, index } of text.slice(start).matchAll(/"[^"]*"|'[^']*'|\\[\s\S]|[()]/g)) {
    if (token === '(') depth++
    else if (token === ')' && --depth === 0) return start + index + 1
  }
  return text.length
}

/** Whether each name in a selector is known. What stands in `:not()`, `:is()` and the like is not asked for. */
function mayMatch(selector, knows) {
  PARTS.lastIndex = 0
  for (let part = PARTS.exec(selector); part !== null; part = PARTS.exec(selector)) {
    const [whole, bracket, sign, name, attribute, element] = part
    if (bracket) PARTS.lastIndex = endOf(selector, part.index + whole.length - 1)
    else if (name !== undefined && !knows(sign === '.' ? 'class' : 'id', unescaped(name))) return false
    else if (attribute !== undefined && !knows('attribute', unescaped(attribute))) return false
    else if (element !== undefined && !knows('tag', unescaped(element))) return false
  }
  return true
}

const CONDITIONS = new Set(['media', 'supports', 'layer', 'container', 'scope', 'document', 'starting-style'])

const isForPrinters = head => listed(head.replace(/^@media/i, '')).every(query => /^(?:only\s+)?print\b/i.test(query))

/** @param animations the names of those that are taken; null: all that are none are asked for only */
function pruned(css, knows, animations) {
  return statementsOf(css)
    .map(({ head: text, block }) => {
      const head = withoutComments(text).trim()
      const [, name = ''] = /^@(?:-\w+-)?([\w-]+)/.exec(head) ?? []
      const rule = name.toLowerCase()
      if (head === '' || /^(?:charset|page)$/.test(rule)) return ''
      if (rule === 'import') throw new Error('it imports another')
      if (block === null) return `${head};`
      if (rule === '') {
        const used = listed(head).filter(selector => mayMatch(selector, knows))
        return used.length === 0 ? '' : `${used.join()}{${withoutComments(block)}}`
      }
      if (rule === 'keyframes') {
        const isUsed = animations?.has(
          head
            .replace(/^@[\w-]+/, '')
            .replace(/["']/g, '')
            .trim(),
        )
        return isUsed ? `${head}{${withoutComments(block)}}` : ''
      }
      if (rule === 'media' && isForPrinters(head)) return ''
      if (!CONDITIONS.has(rule)) return `${head}{${withoutComments(block)}}`
      const inside = pruned(block, knows, animations)
      if (inside !== '') return `${head}{${inside}}`
      // Its layers are named in this order, whether they hold something or not.
      return rule === 'layer' && /^@layer\s+[^\s]/i.test(head) ? `${head};` : ''
    })
    .join('')
}

/**
 * What may be used of a style sheet.
 * @param knows whether something of a kind ('class', 'id', 'tag', 'attribute') and name may be on the page
 * @throws Error where it cannot be told, with why
 */
export function usedStyles(css, knows) {
  const words = new Set(pruned(css, knows, null).match(/[\w-]+/g))
  return pruned(css, knows, words)
}

const ATTRIBUTES = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g
const TAG = /<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi
const ENTITIES = { '&amp;': '&', '&quot;': '"', '&#x27;': "'", '&#39;': "'", '&lt;': '<', '&gt;': '>' }
const decoded = text => text.replace(/&[#\w]+;/g, entity => ENTITIES[entity] ?? entity)

const attributesOf = text =>
  new Map(
    [...text.matchAll(ATTRIBUTES)].map(([, name, ...values]) => [
      name.toLowerCase(),
      decoded(values.find(value => value !== undefined) ?? ''),
    ]),
  )

/** What selectors can find in a page: as its HTML has it, and what its scripts may put there. */
function vocabularyOf(html, scripts) {
  const found = { class: new Set(), id: new Set(), tag: new Set(['html', 'head', 'body']), attribute: new Set() }
  const code = [...scripts]
  const markup = html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(<(script|style)\b[^>]*>)([\s\S]*?)<\/\2\s*>/gi, (_, tag, name, text) => {
      if (/script/i.test(name)) code.push(text)
      return tag
    })
  for (const [, tag, rest] of markup.matchAll(TAG)) {
    found.tag.add(tag.toLowerCase())
    for (const [name, value] of attributesOf(rest)) {
      found.attribute.add(name)
      if (name === 'id') found.id.add(value)
      if (name === 'class') for (const one of value.split(/\s+/)) found.class.add(one)
      if (name.startsWith('on')) code.push(value)
    }
  }
  const words = new Set(code.flatMap(text => text.match(/[\w-]+/g) ?? []))
  // A name with signs in it (`md:flex`) stands in scripts as words.
  const isInCode = name => (name.match(/[\w-]+/g) ?? [name]).every(word => words.has(word))
  const isInPage = (kind, name) => found[kind].has(kind === 'tag' || kind === 'attribute' ? name.toLowerCase() : name)
  return { isInPage, isInCode }
}

/** What a page's head names as style sheets, in the order of the cascade, with their places. */
function sheetsOf(html) {
  const end = html.search(/<\/head\s*>|<body\b/i)
  const head = end < 0 ? html : html.slice(0, end)
  const sheets = []
  const places =
    /<!--[\s\S]*?-->|<(noscript|template|script|style)\b[\s\S]*?<\/\1\s*>|<link\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi
  for (const { 0: tag, 2: rest, index } of head.matchAll(places)) {
    if (rest === undefined) continue
    const attributes = attributesOf(rest.replace(/\/$/, ''))
    const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/)
    const href = attributes.get('href')
    const media = (attributes.get('media') ?? '').trim()
    if (!rel.includes('stylesheet') || rel.includes('alternate') || !href) continue
    if (attributes.has('disabled') || media === 'print' || /["'\\]/.test(media)) continue
    sheets.push({ tag, index, href, media: media === 'all' ? '' : media })
  }
  return sheets
}

const scriptsOf = html => [
  ...[...html.matchAll(/<script\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi)].flatMap(
    ([, rest]) => attributesOf(rest).get('src') ?? [],
  ),
  ...[...html.matchAll(/<link\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi)]
    .map(([, rest]) => attributesOf(rest))
    .flatMap(link => (/\bmodulepreload\b/i.test(link.get('rel') ?? '') ? (link.get('href') ?? []) : [])),
]

/** Addresses are relative to the sheet; in a page they are relative to that. */
function rebased(css, href) {
  const folder = href.replace(/[?#][\s\S]*$/, '').replace(/[^/]*$/, '')
  return css.replace(
    /("(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|\burl\(\s*(["']?)(?![a-z][\w+.-]*:|\/|#)([^"')\s][^"')]*?)\2\s*\)/gi,
    (whole, string, quote, address) =>
      string !== undefined || address === undefined ? whole : `url(${quote}${folder}${address}${quote})`,
  )
}

/** What of a sheet may go into the page: all that the page and its scripts have names for (`css`), and what the page itself has (`own`). */
function partsOf(sheet, text, { isInPage, isInCode }) {
  if (/image-set\(\s*["']/i.test(text)) throw new Error('it names pictures in a way that is not read')
  const forItsMedia = css => (sheet.media === '' || css === '' ? css : `@media ${sheet.media}{${css}}`)
  const placed = css => forItsMedia(rebased(css, sheet.href)).replace(/<(?=\/style)/gi, '\\3c ')
  return {
    sheet,
    bytes: bytesOf(text),
    css: placed(usedStyles(text, (kind, name) => isInPage(kind, name) || isInCode(name))),
    own: placed(usedStyles(text, isInPage)),
  }
}

const quoted = value => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/** For a printer at first, for all screens as soon as it has come. */
function later({ tag, media }) {
  const swap = `media="print" onload="this.onload=null;this.media='${quoted(media === '' ? 'all' : media)}'"`
  const bare = tag.replace(/\smedia\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)/i, '')
  return bare.replace(/^<link/i, link => `${link} data-late-sheet ${swap}`)
}

/** Whether a page holds its styles already. */
const isDone = html => /<link data-late-sheet\s/.test(html)

/** Whether what scripts draw of a page stands in its HTML, for its own address alone. */
export const isDrawn = html => html.includes('<template data-drawn-page>')

/** Where a page's HTML also answers for others, it is this page only if what was drawn of it is shown. */
const blockingElsewhere = ({ tag }) =>
  `<script>document.documentElement.hasAttribute('data-drawn')||document.write(${JSON.stringify(tag).replace(/</g, '\\u003c')})</script>`

/**
 * A page with what it may use of its style sheets in it, which themselves come after the first paint.
 * @param html as the build wrote it
 * @param read the text of a file of the site by the address that the page has for it; null where it is none
 * @param limits `maximum` and `forScripts` in bytes, `minimumLeftOut` as a share
 * @returns `html`, with `bytes` of the sheets and `inlined` of them; or `reason`, as the end of a sentence: the page stays as it is
 */
export function withUsedStyles(html, read, { maximum, forScripts, minimumLeftOut }) {
  if (/<meta\b[^>]*content-security-policy/i.test(html)) return { reason: 'has a Content Security Policy' }
  if (isDone(html)) return { reason: 'holds its styles already' }
  const named = sheetsOf(html)
  const vocabulary = vocabularyOf(
    html,
    scriptsOf(html).flatMap(src => read(src) ?? []),
  )
  const sheets = []
  const left = []
  for (const sheet of named) {
    const text = read(sheet.href)
    try {
      if (text === null) throw new Error('it is no file of the site')
      sheets.push(partsOf(sheet, text, vocabulary))
    } catch (error) {
      left.push(`${sheet.href}: ${error.message}`)
    }
  }
  if (sheets.length === 0) return { reason: left[0] ?? 'waits for no style sheet' }
  const isTooMuch = sheets.reduce((sum, { css }) => sum + bytesOf(css), 0) > forScripts
  const chosen = sheets.map(one => ({
    ...one,
    css: isTooMuch && bytesOf(one.css) - bytesOf(one.own) > SMALL ? one.own : one.css,
  }))
  const bytes = chosen.reduce((sum, one) => sum + one.bytes, 0)
  const inlined = chosen.reduce((sum, { css }) => sum + bytesOf(css), 0)
  if (inlined > maximum) return { reason: `may use ${inlined} bytes of its style sheets, more than ${maximum}` }
  if (1 - inlined / bytes < minimumLeftOut)
    return { reason: `may use ${inlined} of the ${bytes} bytes of its style sheets: too little could come later` }
  const answersForOthers = isDrawn(html)
  let text = html
  for (const { sheet, css } of chosen.toReversed()) {
    const style = css === '' ? '' : `<style>${css}</style>`
    const rest = `${later(sheet)}<noscript>${sheet.tag}</noscript>${answersForOthers ? blockingElsewhere(sheet) : ''}`
    text = text.slice(0, sheet.index) + style + rest + text.slice(sheet.index + sheet.tag.length)
  }
  return { html: text, bytes, inlined }
}

/**
 * The path of a file of the site, below its root, by the address that a page of it has; null for what is elsewhere.
 * @param page path of the page's file below the root
 * @param base what addresses of the site's files begin with: a path, or another host's address
 */
export function siteFile(address, page, base) {
  const bare = decodeURI(address.replace(/[?#][\s\S]*$/, ''))
  if (base.length > 1 && bare.startsWith(base)) return bare.slice(base.length).replace(/^\//, '')
  if (/^(?:[a-z][\w+.-]*:|\/\/)/i.test(bare)) return null
  const parts = []
  for (const part of (bare.startsWith('/') ? bare : `${page.replace(/[^/]*$/, '')}${bare}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
