import type { Flow } from './flow.js'
import type { TargetLogin } from './login.js'
import type { ProfileId } from './profile.js'
import type { FinalProof, HeadlineChange, TestingDone } from './session.js'
import type { PageTarget, ProfileWeights, TargetSystem } from './target.js'

/** One of two systems that are compared. */
export type ProvingSide = ProjectSide | RunningSide

/** A version of a project: it is built, tested and served here. */
export interface ProjectSide {
  /** What people call it: a revision, a folder. */
  readonly name: string
  /** In a folder of its own. */
  readonly target: TargetSystem
  /**
   * A checkout of the same project by which a bare revision is completed: its installed dependencies, where they are those that the revision asks
   * for, and its environment files. The target's own folder where absent.
   */
  readonly surroundings?: string
  /** The package in the repository whose revision this is, absolute: where it can be had again. The target's own folder where absent. */
  readonly project?: string
}

/** Something that answers on this machine already, whoever started it: it is neither built nor tested, started nor stopped here. */
export interface RunningSide {
  readonly name: string
  /** http or https, on a loopback address; its path is the page that is meant. */
  readonly url: string
  /** Pages to measure; where absent, a few unlike ones that links of the URL's own page lead to. */
  readonly pages?: readonly PageTarget[]
  readonly login?: TargetLogin
  /** What visitors do on it: taken in both sides, where the base has it. */
  readonly flows?: readonly Flow[]
  readonly allowHosts?: readonly string[]
  readonly profileWeights?: ProfileWeights
  /** The folder of the project that it is a site of, absolute: where the comparison is listed. */
  readonly project?: string
}

/** What a proof is to show: a gain that somebody feels (or pays fewer bytes for), or only that nothing is worse or broken. */
export type ProvingAim = 'better' | 'not-worse'

/** Two versions of a system to be held against each other. */
export interface ProvingRequest {
  readonly base: ProvingSide
  readonly candidate: ProvingSide
  /** `better` where absent. */
  readonly aim?: ProvingAim
  /** `mobile` and `desktop` where absent. */
  readonly profiles?: readonly ProfileId[]
  readonly budget?: {
    /** For all of it, building included; ten minutes where absent. */
    readonly milliseconds?: number
    /** The chance of a wrong `better` or `not-worse`, up to 0.5; 0.005 where absent. */
    readonly alpha?: number
  }
  readonly seed?: number
  /** What was measured before, of which this is a fresh measurement: put on record with it. */
  readonly repeats?: Repeated
  readonly signal?: AbortSignal
}

/** Something on record that is measured afresh. */
export interface Repeated {
  readonly kind: 'optimization' | 'session' | 'comparison'
  readonly id: string
}

/**
 * - `better`, `not-worse`: shown, with the error that the request allows, and nothing is broken
 * - `no-gain`: shown that nobody would feel a gain of the size that counts; the rest may be as it was
 * - `worse`: something that must not get worse did
 * - `broken`: something that visitors rely on is lost
 * - `undecided`: the time, the blocks or the quiet did not suffice
 */
export type ProvingOutcome = 'better' | 'not-worse' | 'no-gain' | 'worse' | 'broken' | 'undecided'

/** Two versions as they were held against each other. */
export interface Proving {
  readonly id: string
  readonly startedAt: Date
  readonly milliseconds: number
  readonly base: ProvenSide
  readonly candidate: ProvenSide
  readonly aim: ProvingAim
  readonly outcome: ProvingOutcome
  /** What was measured; its verdict is `kept` where the aim is shown. */
  readonly proof: Omit<FinalProof, 'dropped' | 'ablation'>
  /** Before and after, over all pages and on each. */
  readonly changes: readonly HeadlineChange[]
  /** As the base has them; where the two sides' own pages are at different paths, the candidate's is that of its URL. */
  readonly pages: readonly PageTarget[]
  readonly profiles: readonly ProfileId[]
  /** How far it was tested for what it breaks. */
  readonly tested: ProvingTests
  /** What has to be known of the figures, as sentences. */
  readonly caveats: readonly string[]
  /** Why blocks were thrown away, one reason each: of neither arm. */
  readonly discarded: readonly string[]
  /** Of pages on which something is broken, where they look different. */
  readonly screenshots: readonly PageScreenshots[]
  readonly seed: number
  readonly budget: { readonly milliseconds: number; readonly alpha: number }
  /** Milliseconds in all that would likely decide it, where it stayed open and is a matter of time. */
  readonly budgetToDecide?: number
  readonly measuredOn: MeasuringEnvironment
  readonly repeats?: Repeated
}

/** The same part of a page in both arms, where it first looks different; WebP, base64. */
export interface PageScreenshots {
  readonly page: string
  readonly profile: ProfileId
  readonly before: string
  readonly after: string
  /** Where the two differ, as shares of the picture's width and height. Comparisons of earlier versions have none. */
  readonly differing?: readonly {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
  }[]
}

/** On what was measured. */
export interface MeasuringEnvironment {
  readonly tunewright: string
  readonly node: string
  /** The version of Chromium, or of the Chrome that was used. */
  readonly browser: string
  /** e.g. `Linux 6.8.0 x64` */
  readonly system: string
  readonly processor: string
  readonly cores: number
  /** bytes */
  readonly memory: number
}

/** A comparison as it is put on record; its pictures (filmstrips, screenshots) lie in a file beside, which may be cleaned away. */
export interface Comparison {
  readonly proving: Proving
  /** What was compared, as it was asked for; a target's environment is not kept. */
  readonly base: ProvingSide
  readonly candidate: ProvingSide
}

/** What a list of comparisons shows of one. */
export interface ComparisonSummary extends Pick<Proving, 'base' | 'candidate' | 'aim' | 'outcome' | 'repeats'> {
  /** Of the projects that it is about. */
  readonly folders: readonly string[]
  /** In a sentence. */
  readonly reason: string
  /** Over all pages: only what its interval shows. */
  readonly changes: readonly HeadlineChange[]
}

/** `not-built`: one of the two ran already, so there are no tests of both to hold against each other. */
export interface ProvingTests extends Omit<TestingDone, 'ownTests'> {
  readonly ownTests: TestingDone['ownTests'] | 'not-built'
}

export interface ProvenSide {
  readonly name: string
  /** `folder`: as it was, uncommitted work included; `running`: started by somebody else. */
  readonly kind: 'revision' | 'folder' | 'running'
  /** Where it was built from: a commit, or a commit with changes on top; null for what was running already. */
  readonly revision: string | null
  /** Where it can be had again: a folder (for a revision, that of the package in its repository), or a URL. */
  readonly place: string
}
