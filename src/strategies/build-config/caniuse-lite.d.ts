declare module 'caniuse-lite' {
  export interface Feature {
    readonly stats: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  export const feature: (packed: unknown) => Feature
}
declare module 'caniuse-lite/data/features/*' {
  const packed: unknown
  export default packed
}
