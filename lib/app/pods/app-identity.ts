/** What an app and all of its objects are called. */
export interface AppIdentity {
  readonly name: string;
  /** The labels that select the pods. */
  readonly podLabels: { readonly [label: string]: string };
  /** The labels of all objects. */
  readonly objectLabels: { [label: string]: string };
  /** The annotations of all objects. */
  readonly annotations?: { [annotation: string]: string };
}
