declare module 'subset-font' {
  interface Options {
    readonly targetFormat?: 'sfnt' | 'woff' | 'woff2'
    readonly preserveNameIds?: readonly number[]
  }
  /** Layout features and variation axes stay unless said otherwise. */
  const subsetFont: (font: Buffer, text: string, options?: Options) => Promise<Buffer>
  export default subsetFont
}
declare module 'fontverter' {
  type Format = 'sfnt' | 'woff' | 'woff2'
  export const convert: (font: Buffer, to: Format, from?: Format) => Promise<Buffer>
  /** @throws where it is none of them */
  export const detectFormat: (font: Buffer) => Format
}
