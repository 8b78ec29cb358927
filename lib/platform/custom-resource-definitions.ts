import { createRequire } from 'node:module';
import { Construct } from 'constructs';
import { ClusterScopedObject } from './cluster-scoped-object';
import { ClusterSingletons } from './cluster-singletons';
import { checkProps } from './props';
import { dnsLabelProblem, formError, refuse } from '../validation';

/** Whose custom resource definitions to write; the versions are in `tools/crds/go.mod`. */
export enum CrdComponent {
  /** ScaledObject and the like. */
  KEDA = 'keda',
  /** IPAddressPool and the like. */
  METALLB = 'metallb',
  /** Prometheus, ServiceMonitor and the like, `monitoring.coreos.com/v1`. */
  PROMETHEUS_OPERATOR = 'prometheus-operator',
}

/** Props of `CustomResourceDefinitions`. */
export interface CustomResourceDefinitionsProps {
  /** Whose definitions. */
  readonly component: CrdComponent;
  /**
   * Namespace of the Service that converts objects between versions, where a definition has one.
   * @default the one that the component's project uses
   */
  readonly conversionNamespace?: string;
}

interface Definition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly conversion?: { readonly webhook: { readonly clientConfig: { readonly service: object } } };
  };
}

// `#crds` is in the "imports" of package.json: the same path from lib/ and from build/lib/. Data as JSON is read in milliseconds,
// where cdk8s' Include starts a process per file; require() reads each file once.
const load = createRequire(__filename);

/**
 * The custom resource definitions of a component, without descriptions, so that each is below the 262,144 bytes that client-side
 * `kubectl apply` can take. They are in the first stage by their kind.
 */
export class CustomResourceDefinitions extends Construct {
  /** Names of the definitions, such as `ipaddresspools.metallb.io`. */
  public readonly names: string[];

  /** @throws if something else in the app has one of them. */
  constructor(scope: Construct, id: string, props: CustomResourceDefinitionsProps) {
    super(scope, id);
    checkProps(this, 'CustomResourceDefinitions', props);
    refuse(this, formError('The namespace of the conversion', props.conversionNamespace, dnsLabelProblem));
    const { items } = load(`#crds/${props.component}.json`) as { readonly items: readonly Definition[] };
    this.names = items.map(({ metadata }) => metadata.name);
    for (const definition of items) {
      const { name } = definition.metadata;
      ClusterSingletons.of(this).claim('CustomResourceDefinition', name, this);
      new ClusterScopedObject(this, name, convertedIn(props.conversionNamespace, definition));
    }
  }
}

function convertedIn(namespace: string | undefined, definition: Definition): Definition {
  const { conversion } = definition.spec;
  if (!conversion || namespace === undefined) return definition;
  const { clientConfig } = conversion.webhook;
  const webhook = {
    ...conversion.webhook,
    clientConfig: { ...clientConfig, service: { ...clientConfig.service, namespace } },
  };
  return { ...definition, spec: { ...definition.spec, conversion: { ...conversion, webhook } } };
}
