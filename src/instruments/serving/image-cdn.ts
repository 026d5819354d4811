import { request as httpRequest, type IncomingMessage } from 'node:http'
import { type ImageCdn, imageCdnOrigin, imageCdnPath } from '../../model/image-cdn.js'
import type { Answer, EdgeRequest, Origin } from './answer.js'

/** Below this path an arm's edge gives what a CDN of another origin gives: through the same shaped link as everything else. */
const ELSEWHERE = '/.image-cdn'

/** Requests of pages that the edge answers in a CDN's place. */
export interface Reroute {
  /** Origin of the CDN, as pages name it. */
  readonly from: string
  /** Path on the arm's own origin. */
  readonly to: string
}

export const rerouteOf = (cdn: ImageCdn | undefined): Reroute | null => {
  const from = cdn?.lab === undefined ? null : imageCdnOrigin(cdn)
  return from === null ? null : { from, to: ELSEWHERE }
}

/** The arm with its image CDN in front, as it answers on this machine; the arm alone where none does. */
export const withImageCdn = (origin: Origin, cdn: ImageCdn | undefined): Origin => {
  if (cdn?.lab === undefined) return origin
  const { lab } = cdn
  const prefix = imageCdnOrigin(cdn) === null ? imageCdnPath(cdn) : `${ELSEWHERE}/`
  return {
    answer: request => {
      if (!request.url.startsWith(prefix)) return origin.answer(request)
      return askLab(lab, prefix === `${ELSEWHERE}/` ? request.url.slice(ELSEWHERE.length) : request.url, request)
    },
    warm: () => origin.warm(),
    stop: () => origin.stop(),
    output: () => origin.output(),
  }
}

const PASSED_ON = ['content-type', 'cache-control', 'vary', 'etag', 'content-length']

const askLab = async (lab: string, path: string, { headers }: EdgeRequest): Promise<Answer> => {
  const { accept } = headers
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = httpRequest(
      `${lab}${path}`,
      { headers: accept === undefined ? {} : { accept: String(accept) } },
      resolve,
    )
    asked.once('error', reject)
    asked.end()
  })
  const given = PASSED_ON.flatMap(name => {
    const value = response.headers[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { status: response.statusCode ?? 502, headers: Object.fromEntries(given), body: response }
}
