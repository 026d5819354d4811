import { fromJson, type Json, toJson } from '../json.js'

/** A document as the query builder takes it for a `jsonb` column. */
export const encode = (value: unknown): string => JSON.stringify(toJson(value))

/** A document as it was stored. The type is that of what was put: these tables are written by the same repository. */
export const decode = <T>(json: Json): T => fromJson(json) as T
