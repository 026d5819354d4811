declare module 'webpack-bundle-analyzer/lib/analyzer.js' {
  interface ChartNode {
    readonly label: string
    readonly parsedSize?: number
    readonly gzipSize?: number
    readonly statSize: number
    readonly concatenated?: boolean
    readonly groups?: readonly ChartNode[]
  }
  const analyzer: {
    getViewerData(
      stats: object,
      folder: string | null,
      options?: { logger?: { warn(message: string): void; debug?(message: string): void } },
    ): readonly ChartNode[]
  }
  export default analyzer
}

declare module 'webpack-bundle-analyzer/lib/parseUtils.js' {
  const parseUtils: {
    parseBundle(
      file: string,
      options?: { sourceType?: 'script' | 'module'; expectedModuleIds?: readonly (string | number)[] },
    ): { readonly modules: Readonly<Record<string, string>>; readonly src: string; readonly runtimeSrc: string }
  }
  export default parseUtils
}
