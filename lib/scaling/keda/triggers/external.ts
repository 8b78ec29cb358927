import { type Problem } from '../../../validation';
import { type KedaTriggerOptions, type TriggerDraft } from './trigger-draft';

/** Options of `KedaTrigger.external` and `KedaTrigger.externalPush`. */
export interface ExternalTriggerOptions extends KedaTriggerOptions {
  /** Address of the scaler, which speaks gRPC, such as `scaler.shop.svc:9090`. */
  readonly scalerAddress: string;
  /**
   * What the scaler is told beside it.
   * @default nothing
   */
  readonly metadata?: { readonly [key: string]: string };
  /**
   * Whether the connection is encrypted. Certificates are the parameters `caCert`, `tlsClientCert` and `tlsClientKey` of the authentication.
   * @default false
   */
  readonly enableTls?: boolean;
  /**
   * Whether to accept any certificate.
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

const OWN_KEYS = ['scalerAddress', 'enableTLS', 'unsafeSsl'];

/** A trigger that a scaler of somebody else judges. */
export function externalTrigger(type: 'external' | 'external-push', options: ExternalTriggerOptions): TriggerDraft {
  const { scalerAddress, metadata = {}, enableTls, unsafeSsl } = options;
  const isAddress = /^[^\s/]+:\d{1,5}$/.test(scalerAddress);
  return {
    type,
    metadata: { ...metadata, scalerAddress, enableTLS: enableTls, unsafeSsl },
    problems: [
      isAddress
        ? undefined
        : {
            what: `The scalerAddress "${scalerAddress}" of an ${type} trigger is not a host with a port.`,
            why: 'KEDA cannot connect: the trigger fails.',
            fix: 'Use one such as scaler.shop.svc:9090.',
          },
      ownKeyProblem(type, metadata),
    ],
    addresses: isAddress ? [`tcp://${scalerAddress}`] : [],
  };
}

function ownKeyProblem(type: string, metadata: { readonly [key: string]: string }): Problem | undefined {
  const key = OWN_KEYS.find((each) => each in metadata);
  if (key === undefined) return undefined;
  return {
    what: `The metadata of an ${type} trigger has the key ${key}.`,
    why: 'KEDA reads it, and a prop of the trigger says the same: one of the two would have no effect.',
    fix: `Use the prop ${key === 'enableTLS' ? 'enableTls' : key}.`,
  };
}
