import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  ClusterProfile,
  ClusterScopedObject,
  ClusterSingletons,
  CrdComponent,
  CustomResourceDefinitions,
  PodSecurityLevel,
  SecuredNamespace,
  checkProps,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, Warnings, assignStage } from '../synth';
import { ConstructError, imageProblem } from '../validation';
import { METALLB_RELEASE } from '../versions';
import { type AddressPool } from './address-pool';
import { BgpPeer, type BgpPeerOptions } from './bgp-peer';
import { IpAddressPool, type IpAddressPoolOptions } from './ip-address-pool';
import { addAccess } from './metallb-access';
import {
  EXCLUDED_INTERFACES,
  HOST_PORTS,
  WEBHOOK_PORT,
  WEBHOOK_SECRET,
  controllerDeployment,
  speakerDaemonSet,
} from './metallb-pods';
import { metalLbWebhooks } from './metallb-webhooks';

const LABELS = { app: 'metallb' };

/** How much MetalLB writes into its log. */
export enum MetalLbLogLevel {
  /** Everything. */
  DEBUG = 'debug',
  /** What happens. */
  INFO = 'info',
  /** What may go wrong. */
  WARN = 'warn',
  /** What went wrong. */
  ERROR = 'error',
}

/** Props of `MetalLbStack`. */
export interface MetalLbStackProps {
  /**
   * Release of MetalLB, 0.16 in any patch release.
   * @default '0.16.1'
   */
  readonly version?: string;
  /**
   * Image of the controller, for a registry of one's own.
   * @default quay.io/metallb/controller with the version
   */
  readonly controllerImage?: string;
  /**
   * Image of the speaker, for a registry of one's own.
   * @default quay.io/metallb/speaker with the version
   */
  readonly speakerImage?: string;
  /**
   * Namespace of everything that has one, custom resources included.
   * @default 'metallb-system'
   */
  readonly namespace?: string;
  /**
   * How much controller and speakers log.
   * @default MetalLbLogLevel.INFO
   */
  readonly logLevel?: MetalLbLogLevel;
  /**
   * Whether nodes announce addresses in spite of the label `node.kubernetes.io/exclude-from-external-load-balancers`, which control planes carry.
   * @default true for kind, minikube and kubeadm with one node, so that somebody announces; else false
   */
  readonly announceFromExcludedNodes?: boolean;
}

/**
 * MetalLB in its native mode: addresses for Services of type LoadBalancer, where no cloud gives them.
 *
 * @see https://metallb.io
 */
export class MetalLbStack extends IsolatableConstruct {
  /** Release of MetalLB. */
  public readonly version: string;
  /** Namespace of everything that has one. */
  public readonly namespace: string;
  /** The Deployment of the controller, which assigns addresses. */
  public readonly controller: ApiObject;
  /** The DaemonSet of the speakers, which announce them. */
  public readonly speaker: ApiObject;

  /** @throws if there is a second MetalLB in the app, or the release is not one of 0.16. */
  constructor(scope: Construct, id: string, props: MetalLbStackProps = {}) {
    super(scope, id);
    checkProps(this, 'MetalLbStack', props);
    assignStage(this, Stage.CONTROLLERS);
    this.version = props.version ?? METALLB_RELEASE.version;
    this.namespace = props.namespace ?? 'metallb-system';
    this.checkRelease();
    this.claimSingletons();
    this.warnOnCloud();

    new SecuredNamespace(this, 'namespace', { name: this.namespace, enforce: PodSecurityLevel.PRIVILEGED });
    new CustomResourceDefinitions(this, 'definitions', {
      component: CrdComponent.METALLB,
      conversionNamespace: this.namespace,
    });
    addAccess(this, this.namespace);
    this.addConfiguration();
    this.addWebhook();
    const { nodes, givesLoadBalancers } = ClusterProfile.of(this);
    const workload = {
      namespace: this.namespace,
      logLevel: props.logLevel ?? MetalLbLogLevel.INFO,
      ignoreExclusion: props.announceFromExcludedNodes ?? (nodes === 1 && !givesLoadBalancers),
    };
    this.controller = new ApiObject(
      this,
      'controller',
      controllerDeployment({ ...workload, image: this.imageOf('controller', props.controllerImage) }),
    );
    this.speaker = new ApiObject(
      this,
      'speaker',
      speakerDaemonSet({ ...workload, image: this.imageOf('speaker', props.speakerImage) }),
    );
    AppChecks.attach(this);
  }

  /**
   * Addresses that LoadBalancer Services may get, and how they are announced.
   *
   * @param id name of the IPAddressPool
   * @throws on an advertisement that MetalLB refuses for these addresses; at synthesis if they overlap with another pool or a node.
   */
  public addPool(id: string, pool: AddressPool, options: IpAddressPoolOptions = {}): IpAddressPool {
    return new IpAddressPool(this, id, { ...options, pool, namespace: this.namespace });
  }

  /**
   * A router that the speakers announce addresses to, for pools with `Advertisement.bgp`.
   *
   * @param id name of the BGPPeer
   * @throws on a number or address that MetalLB's webhook refuses.
   */
  public addBgpPeer(id: string, options: BgpPeerOptions): BgpPeer {
    return new BgpPeer(this, id, { ...options, namespace: this.namespace });
  }

  private checkRelease(): void {
    if (/^0\.16\.\d+$/.test(this.version)) return;
    throw new ConstructError(this, {
      what: `MetalLB ${this.version} is asked for.`,
      why: 'These manifests have the arguments, ports and probes of 0.16: another release does not start with them.',
      fix: `Use ${METALLB_RELEASE.version}, or leave the version out.`,
    });
  }

  private imageOf(component: 'controller' | 'speaker', asked: string | undefined): string {
    const image = asked ?? METALLB_RELEASE[`${component}Image`].replace(METALLB_RELEASE.version, this.version);
    const problem = imageProblem(image);
    if (problem) throw new ConstructError(this, problem);
    return image;
  }

  private claimSingletons(): void {
    const singletons = ClusterSingletons.of(this);
    singletons.claim('MetalLB', 'installation', this);
    // The speakers are in the network of their nodes.
    for (const port of HOST_PORTS) singletons.claim('host port', String(port), this);
  }

  private warnOnCloud(): void {
    if (ClusterProfile.of(this).name !== 'eks') return;
    Warnings.of(this).add(
      `[${this.node.path}] MetalLB cannot announce addresses in the network of Amazon EKS. Leave it out: EKS gives LoadBalancer Services an address itself.`,
    );
  }

  private addConfiguration(): void {
    new ApiObject(this, 'excluded-interfaces', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'metallb-excludel2', namespace: this.namespace, labels: LABELS },
      data: { 'excludel2.yaml': `announcedInterfacesToExclude: ${JSON.stringify(EXCLUDED_INTERFACES)}\n` },
    });
    // Empty: the controller writes its own certificate into it, and makes the Secret memberlist that the speakers wait for.
    new ApiObject(this, 'webhook-certificate', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: WEBHOOK_SECRET, namespace: this.namespace, labels: LABELS },
    });
  }

  private addWebhook(): void {
    new ApiObject(this, 'webhook-service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'metallb-webhook-service', namespace: this.namespace, labels: LABELS },
      spec: {
        selector: { ...LABELS, component: 'controller' },
        ports: [{ port: 443, protocol: 'TCP', targetPort: WEBHOOK_PORT }],
      },
    });
    new ClusterScopedObject(this, 'webhooks', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'metallb-webhook-configuration', labels: LABELS },
      webhooks: metalLbWebhooks(this.namespace),
    });
  }
}
