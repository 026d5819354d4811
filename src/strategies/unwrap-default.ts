/** Babel's CommonJS packages keep their function under `default`; some loaders unwrap it, some do not. */
export const unwrapDefault = <T>(imported: { default: T }): T => imported.default ?? (imported as unknown as T)
