import { type PredictedObject } from '../prediction';
import { type Demands } from './demands';
import { type Path } from './path';
import { type Score } from './score';
import { type TunedManifests } from './dimension';

/** What to choose for an autoscaler under a load, and what that rests on: plain data. */
export interface Tuning {
  readonly scaler: PredictedObject;
  readonly target: PredictedObject;
  /** In the notation of the command line. */
  readonly load: string;
  readonly durationSeconds: number;
  readonly seed: number;
  /** The settings as they are. */
  readonly now: Setting;
  /** The settings to take; the present ones where nothing is better by more than 2 %. */
  readonly recommended: Setting;
  /** Whether the present settings are recommended. */
  readonly isKept: boolean;
  /** What each change is for, field by field. */
  readonly changes: readonly FieldChange[];
  /** Settings of which none is worse than another one in cost, loss and latency at once, the cheapest first. */
  readonly front: readonly Setting[];
  readonly demands: Demands;
  /** Which of the demands the recommended settings do not keep to: `loss`, `budget`, `use` or the text of a goal. */
  readonly unmet: readonly string[];
  /** Numbers that nobody measured, and that change the answer: the most important one first. */
  readonly restsOn: readonly Assumption[];
  /** Fields that were not searched, each with the reason. */
  readonly leftAlone: readonly string[];
  /** The manifests with the recommended settings. */
  readonly manifests: TunedManifests;
  readonly effort: {
    readonly tried: number;
    readonly refused: number;
    readonly runs: number;
    readonly runsEach: number;
    /** Whether somebody stopped the search before its end. */
    readonly isStopped: boolean;
  };
}

/** Settings, and what they give. */
export interface Setting {
  /** The fields that differ from the present settings. */
  readonly fields: readonly { readonly name: string; readonly text: string }[];
  readonly score: Score;
}

/** A field that changes. */
export interface FieldChange {
  readonly name: string;
  readonly of: 'scaler' | 'workload';
  readonly path: Path;
  readonly from: string;
  readonly to: string;
  /** What is written; undefined where the field is left out. */
  readonly value: unknown;
  /** What the other changes would give without this one; undefined where they would be refused. */
  readonly without: Score | undefined;
}

/** A number that nobody measured. */
export interface Assumption {
  /** The option that sets it, such as `world.cpuPerRequest`. */
  readonly name: string;
  readonly meaning: string;
  readonly value: number;
  readonly unit: string;
  /** The ends of what it may be; both the same where it is held to one value. */
  readonly range: readonly [low: number, high: number];
  /** Pod hours at each end. */
  readonly cost: readonly [low: number, high: number];
  /** Whether the recommended settings keep to the demands at each end. */
  readonly keeps: readonly [low: boolean, high: boolean];
  readonly source: string;
}
