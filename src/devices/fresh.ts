/**
 * A copy that its maker still writes to, and nobody else has yet: a copy with changes behind it in one expression takes the engine
 * several times as long.
 */
export type Fresh<T> = { -readonly [K in keyof T]: T[K] };
