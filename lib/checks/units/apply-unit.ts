import { type Maker } from '../elsewhere';
import { type CheckedObject } from '../manifest';

/** What holds the objects of a unit together. */
export type UnitKind = 'stream' | 'files' | 'folder' | 'kustomization' | 'flux' | 'argo-cd' | 'chart' | 'told';

/** Objects that are applied together, by one command or one controller. */
export interface ApplyUnit {
  readonly kind: UnitKind;
  /** What is applied: a folder, a file, the standard input. */
  readonly name: string;
  /** Why this is one unit, for people. */
  readonly reason: string;
  /** The files that its objects were read from, in their order. */
  readonly files: readonly string[];
  /** The objects, in the order in which they are applied. */
  readonly objects: readonly CheckedObject[];
  /** What the unit has that nobody sees: parts on the network, charts. */
  readonly makers: readonly Maker[];
}
