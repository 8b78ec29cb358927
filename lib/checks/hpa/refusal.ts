import { type Severity } from '../finding';

/** What is wrong with a part of a HorizontalPodAutoscaler, and where in it. */
export interface Refusal {
  readonly what: string;
  readonly why?: string;
  readonly fix: string;
  readonly field: string;
  readonly severity?: Severity;
}
