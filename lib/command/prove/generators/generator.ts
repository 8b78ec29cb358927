import { type Load } from '../../../simulation';
import { type TargetAddress } from './target-address';

/** A program that makes a load, as a container that writes what it counts. */
export interface Generator {
  /** What people call it. */
  readonly tool: 'siege' | 'Locust' | 'k6' | 'curl';
  /** Its image where nobody names another one. */
  readonly image: string;
  /** A uid that the image runs with. */
  readonly uid: number;
  /** What `sh -c` runs. It writes the lines that `load-log.ts` reads, and ends when the load does. */
  readonly script: string;
  /** What the script reads. */
  readonly environment: Readonly<Record<string, string>>;
  /** The most memory that it takes. */
  readonly memory: string;
}

/** What a load is made of. */
export interface LoadRequest {
  readonly load: Load;
  readonly target: TargetAddress;
  /** How long it lasts. */
  readonly seconds: number;
}

/** Seconds after which a request without an answer is lost, for every generator: what predictions assume, too. */
export const REQUEST_TIMEOUT = 30;
