/** A value that is never written down: the name of the variable of our own environment that holds it. */
export interface SecretReference {
  readonly env: string
}

/** What is done on the login page, in order. Selectors are CSS. */
export type LoginStep =
  /** Types into a field; a password comes from the environment. */
  | { readonly fill: string; readonly with: string | SecretReference }
  | { readonly click: string }
  /** Waits until such an element is visible. */
  | { readonly waitFor: string }

/** A login as a visitor does it: once for each instance of an arm, outside of what is measured. */
export interface LoginFlow {
  /** Path of the login page. */
  readonly path: string
  readonly steps: readonly LoginStep[]
}

/** How pages that are only for those who are signed in are reached. Everything goes to the target alone, alike in both arms. */
export interface TargetLogin {
  /** Added to every request that has no header of that name. */
  readonly headers?: Readonly<Record<string, SecretReference>>
  readonly cookies?: Readonly<Record<string, SecretReference>>
  /** Entries of the page's local storage, where an application keeps its token there. */
  readonly localStorage?: Readonly<Record<string, SecretReference>>
  readonly flow?: LoginFlow
  /** Found (CSS) only on pages seen by somebody who is signed in. */
  readonly signedIn?: string
}
