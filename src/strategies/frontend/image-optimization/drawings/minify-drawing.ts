import { optimize } from 'svgo'

/** What a minified drawing is written with: decimals of its coordinates; null where no shape is written anew. */
export type Precision = 3 | 5 | null

/** Marks of who made it and who may use it. */
const RIGHTS = /licen[cs]e|copyright|©|\(c\)|creativecommons|<dc:(?:rights|creator)/i

/**
 * The drawing in fewer bytes. Its box, ids, title, description, what assistive technology reads and marks of rights stay.
 * @returns null where it cannot be read
 */
export const minifyDrawing = (svg: string, precision: Precision): string | null => {
  const metadata = /<metadata[\s\S]*?<\/metadata>/i.exec(svg)?.[0] ?? ''
  const shapes =
    precision === null
      ? ({
          convertPathData: false,
          convertTransform: false,
          convertShapeToPath: false,
          convertEllipseToCircle: false,
          mergePaths: false,
          cleanupNumericValues: false,
        } as const)
      : {}
  try {
    const { data } = optimize(svg, {
      multipass: true,
      floatPrecision: precision ?? 6,
      plugins: [
        {
          name: 'preset-default',
          params: {
            overrides: {
              ...shapes,
              cleanupIds: false,
              removeDesc: false,
              removeComments: { preservePatterns: [/^!/, RIGHTS] },
              removeUnknownsAndDefaults: { keepRoleAttr: true, keepAriaAttrs: true },
              ...(RIGHTS.test(metadata)
                ? { removeMetadata: false, removeEditorsNSData: false, removeUnknownsAndDefaults: false }
                : {}),
            },
          },
        },
      ],
    })
    return data
  } catch {
    return null
  }
}

/** Why a drawing is more than a still one that a renderer can be asked about; null where it is none. */
export const liveliness = (svg: string): string | null => {
  if (/<script\b|\son\w+\s*=/i.test(svg)) return 'it has scripts'
  if (/<foreignObject\b/i.test(svg)) return 'it holds markup of another language'
  if (/<(?:animate\w*|set|mpath)\b|@keyframes|\banimation\s*:/i.test(svg)) return 'it is animated'
  if (/@media\b|@supports\b|@import\b|@font-face\b|:hover\b|var\(/i.test(svg))
    return 'its own styles ask for what surrounds it'
  if (/<!ENTITY\b/i.test(svg)) return 'it defines entities of its own'
  return null
}

/** Bytes of pictures that are written into a drawing. */
export const wrappedPictures = (svg: string): number =>
  [...svg.matchAll(/data:image\/(?:png|jpe?g|gif|webp);base64,([^"')]+)/gi)].reduce((sum, m) => sum + m[1]!.length, 0)
