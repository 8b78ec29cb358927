import { Construct } from 'constructs';
import * as metallb from '../../imports/metallb.io';
import { checkProps } from '../platform';
import { AppChecks, Stage, assignStage } from '../synth';
import { ConstructError, dnsLabelProblem, dnsSubdomainProblem, nameError, refuse } from '../validation';
import { type AddressPool } from './address-pool';
import { Advertisement } from './advertisement';

/** How an address pool is announced. */
export interface IpAddressPoolOptions {
  /**
   * How the network learns where the addresses are.
   * @default Advertisement.layer2()
   */
  readonly advertisements?: Advertisement[];
}

/** Props of `IpAddressPool`. */
export interface IpAddressPoolProps extends IpAddressPoolOptions {
  /** The addresses. */
  readonly pool: AddressPool;
  /**
   * Name of the IPAddressPool.
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
 * Addresses for LoadBalancer Services, and how they are announced: IPAddressPool, L2Advertisement and BGPAdvertisement. They are applied after
 * MetalLB, whose webhook must accept them; `MetalLbStack.addPool` makes one, and a MetalLB that is installed otherwise takes them as well.
 */
export class IpAddressPool extends Construct {
  /** Name of the IPAddressPool. */
  public readonly name: string;
  /** The addresses. */
  public readonly pool: AddressPool;

  /** @throws on an advertisement that MetalLB refuses for these addresses. */
  constructor(scope: Construct, id: string, props: IpAddressPoolProps) {
    super(scope, id);
    checkProps(this, 'IpAddressPool', props);
    assignStage(this, Stage.CONFIGURATION);
    const { pool, name = id, namespace = 'metallb-system', advertisements = [Advertisement.layer2()] } = props;
    this.name = name;
    this.pool = pool;
    refuse(
      this,
      nameError('The address pool', name, dnsSubdomainProblem(name)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
    );
    new metallb.IpAddressPool(this, 'pool', {
      metadata: { name, namespace },
      spec: {
        addresses: pool.addresses,
        // What MetalLB defaults to is left out.
        autoAssign: pool.autoAssign ? undefined : false,
        avoidBuggyIPs: pool.avoidBuggyIps ? true : undefined,
      },
    });
    advertisements.forEach((advertisement, index) => this.advertise(advertisement, index, namespace));
    AppChecks.attach(this);
  }

  private advertise(advertisement: Advertisement, index: number, namespace: string): void {
    const problem = advertisement.problemWith(this.name, this.pool);
    if (problem) throw new ConstructError(this, problem);
    const Kind = advertisement.kind === 'L2Advertisement' ? metallb.L2Advertisement : metallb.BgpAdvertisement;
    new Kind(this, `advertisement-${index}`, {
      metadata: { name: index === 0 ? this.name : `${this.name}-${index + 1}`, namespace },
      spec: { ipAddressPools: [this.name], ...advertisement.spec },
    });
  }
}
