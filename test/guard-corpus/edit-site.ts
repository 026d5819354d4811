import type { Headers, Moment, Site, SiteRequest } from './site.js'

/** One site out of another by a small edit. Every edit throws where it would change nothing. */

const textOf = (site: Site, path: string): string => {
  const text = site.files[path]
  if (typeof text !== 'string') throw new Error(`${path} is no text of the site`)
  return text
}

/** Replaces a piece of a text that stands in it once. */
export function edit(site: Site, path: string, from: string, to: string): Site {
  const parts = textOf(site, path).split(from)
  if (parts.length !== 2) throw new Error(`"${from}" stands in ${path} ${parts.length - 1} times`)
  return withFile(site, path, parts.join(to))
}

/** Replaces a text by what a function makes of it. */
export function rewrite(site: Site, path: string, change: (text: string) => string): Site {
  const before = textOf(site, path)
  const after = change(before)
  if (after === before) throw new Error(`${path} stays as it was`)
  return withFile(site, path, after)
}

export const withFile = (site: Site, path: string, content: string | Buffer): Site => ({
  ...site,
  files: { ...site.files, [path]: content },
})

export function withoutFile(site: Site, path: string): Site {
  const { [path]: gone, ...files } = site.files
  if (gone === undefined) throw new Error(`${path} is no file of the site`)
  return { ...site, files }
}

export const withHeaders = (site: Site, path: string, headers: Headers): Site => ({
  ...site,
  headers: { ...site.headers, [path]: { ...site.headers?.[path], ...headers } },
})

/** Answers some requests before the site does. */
export const withRespond = (site: Site, respond: NonNullable<Site['respond']>): Site => ({
  ...site,
  respond: (request, moment, files) => respond(request, moment, files) ?? site.respond?.(request, moment, files),
})

/**
 * A change that nobody can notice, for cases about what varies by itself on both sides: the comment at the head of a style sheet goes.
 */
export const unnoticed = (site: Site, stylesheet: string): Site =>
  rewrite(site, stylesheet, text => text.replace(/^\/\*[\s\S]*?\*\/\n/, ''))

/** Moves a file, and every text that names it. */
export function renamed(site: Site, from: string, to: string): Site {
  const { [from]: content, ...others } = site.files
  if (content === undefined) throw new Error(`${from} is no file of the site`)
  const files = Object.entries({ ...others, [to]: content }).map(([path, body]) => [
    path,
    typeof body === 'string' ? body.replaceAll(from, to) : body,
  ])
  return { ...site, files: Object.fromEntries(files) }
}

/** Writes a page anew for every answer. */
export const perAnswer = (
  site: Site,
  page: string,
  write: (html: string, moment: Moment, request: SiteRequest) => string,
): Site => ({
  ...site,
  respond: (request, moment, files) => {
    const answer = site.respond?.(request, moment, files)
    if (request.path !== page || request.method !== 'GET') return answer
    return { ...answer, body: write(String(answer?.body ?? files[page]), moment, request) }
  },
})
