import { z } from 'zod'
import type { ImageCdn } from '../image-cdn.js'

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

const lab = z
  .string()
  .refine(value => URL.canParse(value) && LOOPBACK.test(new URL(value).hostname) && /^http:\/\/[^/]+$/.test(value), {
    error: 'an address on this machine without a path, e.g. "http://127.0.0.1:8787": nothing else is reached here',
  })
  .exactOptional()

const base = z.string().regex(/^https?:\/\/[^/\s?#]+(?:\/[^\s?#]*)?$/, {
  error: 'an absolute address without a query, e.g. "https://shop.imgix.net"',
})

const site = z
  .string()
  .regex(/^https?:\/\/[^/\s?#]+$/, { error: 'the site\'s public origin, e.g. "https://shop.example"' })

const template = z
  .string()
  .regex(/^(?:https?:\/\/[^/\s{}]+)?\/\S*$/, {
    error: 'an address or a path, e.g. "https://img.example.com/{width}/{quality}/{format}/{path}"',
  })
  .refine(text => text.includes('{width}') && (text.includes('{path}') || text.includes('{url}')), {
    error: 'an address with {width} and {path} (or {url})',
  })
  .refine(
    text => [...text.matchAll(/\{([^{}]*)\}/g)].every(([, name]) => /^(?:width|quality|format|path|url)$/.test(name!)),
    {
      error: 'no placeholders but {width}, {quality}, {format}, {path} and {url}',
    },
  )

export const imageCdn = z.discriminatedUnion('adapter', [
  z
    .strictObject({ adapter: z.literal('template'), template, site: site.exactOptional(), lab })
    .refine(cdn => !cdn.template.includes('{url}') || cdn.site !== undefined, {
      path: ['site'],
      error: "the site's public origin, which {url} is made of",
    }),
  z.strictObject({ adapter: z.literal('cloudflare'), base: base.exactOptional(), lab }),
  z.strictObject({ adapter: z.literal('imgix'), base, lab }),
  z.strictObject({ adapter: z.literal('cloudinary'), base, site, lab }),
]) satisfies z.ZodType<ImageCdn>
