import { type Duration } from 'cdk8s';
import { type ISecret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as metallb from '../../imports/metallb.io';
import { checkProps } from '../platform';
import { AppChecks, Stage, assignStage } from '../synth';
import {
  ConstructError,
  parseIpAddress,
  dnsLabelProblem,
  dnsSubdomainProblem,
  selectingLabelsError,
  nameError,
  refuse,
} from '../validation';

/** What a BGP session needs to know of both sides. */
export interface BgpPeerOptions {
  /** Autonomous system number of the cluster, 1 to 4294967295. */
  readonly myAsn: number;
  /** Autonomous system number of the router, 1 to 4294967295. */
  readonly peerAsn: number;
  /** IP address of the router. */
  readonly address: string;
  /**
   * Port of the router, 1 to 16384.
   * @default 179
   */
  readonly port?: number;
  /**
   * How long the session lives without a message; 3 s or more.
   * @default MetalLB's, 90 s
   */
  readonly holdTime?: Duration;
  /**
   * IP address that the nodes open the session from.
   * @default the node's own
   */
  readonly sourceAddress?: string;
  /**
   * Router ID of the nodes, in the form of an IPv4 address.
   * @default the node's address
   */
  readonly routerId?: string;
  /**
   * Secret of type kubernetes.io/basic-auth in MetalLB's namespace, whose `password` signs the session (TCP MD5).
   * @default none
   */
  readonly passwordSecret?: ISecret;
  /**
   * Labels of the nodes that open a session.
   * @default all nodes
   */
  readonly nodeLabels?: { [label: string]: string };
}

/** Props of `BgpPeer`. */
export interface BgpPeerProps extends BgpPeerOptions {
  /**
   * Name of the BGPPeer.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * MetalLB's namespace.
   * @default 'metallb-system'
   */
  readonly namespace?: string;
}

/**
 * A router that MetalLB's speakers announce addresses to, in MetalLB's native BGP mode.
 *
 * @see https://metallb.io/configuration/_advanced_bgp_configuration/
 */
export class BgpPeer extends Construct {
  /** Name of the BGPPeer. */
  public readonly name: string;

  /** @throws on a number or address that MetalLB's webhook refuses. */
  constructor(scope: Construct, id: string, props: BgpPeerProps) {
    super(scope, id);
    checkProps(this, 'BgpPeer', props);
    assignStage(this, Stage.CONFIGURATION);
    const { name = id, namespace = 'metallb-system', holdTime, passwordSecret, nodeLabels } = props;
    this.name = name;
    this.checkNumber('myAsn', props.myAsn, 1, 2 ** 32 - 1);
    this.checkNumber('peerAsn', props.peerAsn, 1, 2 ** 32 - 1);
    this.checkNumber('port', props.port, 1, 16384);
    this.checkNumber('holdTime in seconds', holdTime && holdTime.toMilliseconds() / 1000, 3, 65535);
    refuse(
      this,
      nameError('The BGP peer', name, dnsSubdomainProblem(name)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
      selectingLabelsError('The prop "nodeLabels"', nodeLabels),
    );
    this.checkAddress('address', props.address);
    this.checkAddress('sourceAddress', props.sourceAddress);
    this.checkAddress('routerId', props.routerId);
    new metallb.BgpPeer(this, 'peer', {
      metadata: { name, namespace },
      spec: {
        myAsn: props.myAsn,
        peerAsn: props.peerAsn,
        peerAddress: props.address,
        peerPort: props.port,
        holdTime: holdTime && `${holdTime.toSeconds()}s`,
        sourceAddress: props.sourceAddress,
        routerId: props.routerId,
        passwordSecret: passwordSecret && { name: passwordSecret.name, namespace },
        nodeSelectors: nodeLabels && [{ matchLabels: nodeLabels }],
      },
    });
    AppChecks.attach(this);
  }

  private checkNumber(prop: string, value: number | undefined, first: number, last: number): void {
    if (value === undefined || (Number.isInteger(value) && value >= first && value <= last)) return;
    throw new ConstructError(this, {
      what: `The BGP peer "${this.name}" has ${value} as ${prop}.`,
      why: "MetalLB's webhook refuses it, or the session never opens.",
      fix: `Choose a whole number from ${first} to ${last}.`,
    });
  }

  private checkAddress(prop: string, value: string | undefined): void {
    if (value === undefined || parseIpAddress(value)) return;
    throw new ConstructError(this, {
      what: `The BGP peer "${this.name}" has "${value}" as ${prop}.`,
      why: "MetalLB's webhook refuses what is not an IP address; it looks no names up.",
      fix: 'Write an IP address, such as 10.0.0.1.',
    });
  }
}
