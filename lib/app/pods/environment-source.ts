import { dnsSubdomainProblem, environmentNameProblem, nameError, type Problem } from '../../validation';
import { type NamedObject } from './named-object';

/** Options of an `EnvironmentSource`. */
export interface EnvironmentSourceOptions {
  /**
   * What each variable begins with, such as `DB_`.
   * @default nothing
   */
  readonly prefix?: string;
  /**
   * Whether the container starts without the object, too.
   * @default false: it waits for it
   */
  readonly optional?: boolean;
}

/**
 * All entries of a ConfigMap or a Secret as environment variables. Where the object is in the app, a change restarts the pods.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#configure-all-key-value-pairs-in-a-configmap-as-container-environment-variables
 */
export class EnvironmentSource {
  /** The entries of a ConfigMap. */
  public static configMap(configMap: NamedObject, options: EnvironmentSourceOptions = {}): EnvironmentSource {
    return new EnvironmentSource('configMapRef', configMap.name, options);
  }

  /** The entries of a Secret. */
  public static secret(secret: NamedObject, options: EnvironmentSourceOptions = {}): EnvironmentSource {
    return new EnvironmentSource('secretRef', secret.name, options);
  }

  private constructor(
    private readonly field: 'configMapRef' | 'secretRef',
    private readonly name: string,
    private readonly options: EnvironmentSourceOptions,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { prefix } = this.options;
    return (
      nameError('The source of environment variables', this.name, dnsSubdomainProblem(this.name)) ??
      (prefix === undefined
        ? undefined
        : nameError('The prefix of environment variables', prefix, environmentNameProblem(prefix)))
    );
  }

  /** @internal */
  public toSpec(): object {
    const { prefix, optional } = this.options;
    return { prefix, [this.field]: { name: this.name, ...(optional ? { optional } : {}) } };
  }
}
