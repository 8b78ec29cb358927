/** An object by its name: a ConfigMap, Secret or claim of any cdk8s-plus-NN, or `{ name: 'shop' }` for one that somebody else makes. */
export interface NamedObject {
  /** Name of the object, in the namespace of the pods. */
  readonly name: string;
}
