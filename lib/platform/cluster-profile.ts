import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { isAtLeast } from '../kubernetes/release';
import { quantityValue } from '../kubernetes/quantity';
import {
  ConstructError,
  dnsSubdomainProblem,
  imageProblem,
  nameError,
  parseIpAddress,
  portError,
  refuse,
  wholeNumberProblem,
  type Problem,
} from '../validation';
import { DEFAULT_KUBERNETES, OLDEST_KUBERNETES } from '../versions';
import { ClusterDns } from './cluster-dns';
import { type ClusterProfileOptions, type KindProfileOptions } from './cluster-profile-options';

const CONTEXT = 'cdk8s-autoscaling/cluster';

interface ClusterKind {
  readonly name: string;
  readonly nodes: number;
  readonly nodeCpu?: Cpu;
  readonly nodeMemory?: Size;
  /** Whether kubelets serve a certificate that the cluster's CA did not sign, as kubeadm leaves it. */
  readonly selfSignedKubelets: boolean;
  /** Whether something gives addresses to LoadBalancer Services, or may do so, without being installed. */
  readonly givesLoadBalancers: boolean;
}

/**
 * What Kubernetes is made for.
 * @see https://kubernetes.io/docs/setup/best-practices/cluster-large/
 */
const MOST_NODES = 5000;

/** The cluster that the manifests are for: what it is, its release and its size. Decides what may be written and how. */
export class ClusterProfile {
  /**
   * Kubernetes in Docker: one machine, nodes as containers.
   * @see https://kind.sigs.k8s.io
   */
  public static kind(options: KindProfileOptions = {}): ClusterProfile {
    const nodes = Math.max(options.workers ?? 0, 1);
    const kind = { name: 'kind', nodes, selfSignedKubelets: true, givesLoadBalancers: false };
    return new ClusterProfile(kind, options, options);
  }

  /**
   * minikube with 2 CPUs and 4 GiB, as the labs start it.
   * @see https://minikube.sigs.k8s.io
   */
  public static minikube(options: ClusterProfileOptions = {}): ClusterProfile {
    return new ClusterProfile(
      {
        name: 'minikube',
        nodes: 1,
        nodeCpu: Cpu.units(2),
        nodeMemory: Size.gibibytes(4),
        selfSignedKubelets: true,
        givesLoadBalancers: false,
      },
      options,
    );
  }

  /**
   * Machines set up with kubeadm: three workers of the smallest size that kubeadm accepts.
   * @see https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/#before-you-begin
   */
  public static kubeadm(options: ClusterProfileOptions = {}): ClusterProfile {
    return new ClusterProfile(
      {
        name: 'kubeadm',
        nodes: 3,
        nodeCpu: Cpu.units(2),
        nodeMemory: Size.gibibytes(2),
        selfSignedKubelets: true,
        givesLoadBalancers: false,
      },
      options,
    );
  }

  /**
   * Amazon EKS with a managed node group of two t3.medium, eksctl's smallest habit; kubelets serve signed certificates.
   * @see https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html
   */
  public static eks(options: ClusterProfileOptions = {}): ClusterProfile {
    return new ClusterProfile(
      {
        name: 'eks',
        nodes: 2,
        nodeCpu: Cpu.units(2),
        nodeMemory: Size.gibibytes(4),
        selfSignedKubelets: false,
        givesLoadBalancers: true,
      },
      options,
    );
  }

  /**
   * Any other conformant cluster: kubelets serve signed certificates, and its size is not known.
   */
  public static generic(options: ClusterProfileOptions = {}): ClusterProfile {
    const generic = { name: 'generic', nodes: 1, selfSignedKubelets: false, givesLoadBalancers: true };
    return new ClusterProfile(generic, options);
  }

  /** The profile that a construct is written for: the one of its app, else `generic()`. */
  public static of(scope: Construct): ClusterProfile {
    return (scope.node.tryGetContext(CONTEXT) as ClusterProfile | undefined) ?? ClusterProfile.generic();
  }

  /** What kind of cluster it is: `kind`, `minikube`, `kubeadm`, `eks` or `generic`. */
  public readonly name: string;
  /** Kubernetes release, such as `1.36`. */
  public readonly kubernetes: string;
  /** Nodes that pods may be scheduled on. */
  public readonly nodes: number;
  /** CPU that one node gives to pods, if known. */
  public readonly nodeCpu?: Cpu;
  /** Memory that one node gives to pods, if known. */
  public readonly nodeMemory?: Size;
  /** First port that a Service may ask for as nodePort. */
  public readonly firstNodePort: number;
  /** Last port that a Service may ask for as nodePort. */
  public readonly lastNodePort: number;
  /** IP addresses of the nodes, if known. */
  public readonly nodeAddresses: string[];
  /** DNS domain of the cluster. */
  public readonly clusterDomain: string;
  /** Where pods ask for names. */
  public readonly dns: ClusterDns;
  /** Port that the API server listens on, if the profile says it. */
  public readonly apiServerPort?: number;
  /** Feature gates that are switched on beyond the release's own. */
  public readonly featureGates: string[];
  /** What the cluster has without the app: API groups and objects. */
  public readonly provides: string[];
  /** Whether kubelets serve self-signed certificates, so that metrics-server must not verify them. */
  public readonly selfSignedKubelets: boolean;
  /** Whether something gives addresses to LoadBalancer Services, or may do so, without being installed. */
  public readonly givesLoadBalancers: boolean;

  private constructor(
    kind: ClusterKind,
    options: ClusterProfileOptions,
    /**
     * What only a kind cluster has; undefined for others.
     * @internal
     */
    public readonly kindOptions?: KindProfileOptions,
  ) {
    this.name = kind.name;
    this.kubernetes = options.kubernetes ?? DEFAULT_KUBERNETES;
    this.nodes = options.nodes ?? kind.nodes;
    this.nodeCpu = options.nodeCpu ?? kind.nodeCpu;
    this.nodeMemory = options.nodeMemory ?? kind.nodeMemory;
    this.firstNodePort = options.firstNodePort ?? 30000;
    this.lastNodePort = options.lastNodePort ?? 32767;
    this.nodeAddresses = options.nodeAddresses ?? [];
    this.clusterDomain = options.clusterDomain ?? 'cluster.local';
    this.dns = options.dns ?? ClusterDns.coreDns();
    this.apiServerPort = options.apiServerPort;
    this.featureGates = options.featureGates ?? [];
    this.provides = options.provides ?? [];
    this.selfSignedKubelets = kind.selfSignedKubelets;
    this.givesLoadBalancers = kind.givesLoadBalancers;
  }

  /** Whether the cluster runs a release or a newer one. */
  public isAtLeast(kubernetes: string): boolean {
    return isAtLeast(this.kubernetes, kubernetes);
  }

  /**
   * What all nodes together give to pods, CPU in cores and memory in bytes; undefined where their size is not known.
   * @internal
   */
  public capacity(): { readonly cpu: number; readonly memory: number } | undefined {
    if (!this.nodeCpu || !this.nodeMemory) return undefined;
    return {
      cpu: this.nodes * (quantityValue(this.nodeCpu.amount) ?? 0),
      memory: this.nodes * this.nodeMemory.toKibibytes() * 1024,
    };
  }

  /**
   * Makes this the profile of everything below a scope. Call it before adding children; `AutoscalingApp` does it for its prop `cluster`.
   *
   * @throws if the release is none, or older than what this library writes for; if a node has an address that is invalid; if a kind cluster's
   * nodes and workers contradict each other.
   */
  public applyTo(scope: Construct): void {
    const noAddress = this.nodeAddresses.find((address) => !parseIpAddress(address));
    if (noAddress !== undefined) {
      throw new ConstructError(scope, {
        what: `The cluster profile "${this.name}" has the node address "${noAddress}".`,
        why: 'It is not an IP address, so that no address pool can be compared with it.',
        fix: 'Write the addresses as kubectl get nodes -o wide shows them under INTERNAL-IP.',
      });
    }
    if (!/^1\.\d+$/.test(this.kubernetes) || !isAtLeast(this.kubernetes, OLDEST_KUBERNETES)) {
      throw new ConstructError(scope, {
        what: `The cluster profile "${this.name}" has the Kubernetes release "${this.kubernetes}".`,
        why: `These constructs write for ${OLDEST_KUBERNETES} and newer: an older API server refuses or drops their fields.`,
        fix: `Give the release as major.minor, such as "${DEFAULT_KUBERNETES}".`,
      });
    }
    const { workers } = this.kindOptions ?? {};
    const of = `of the cluster profile "${this.name}"`;
    refuse(
      scope,
      wholeNumberProblem(`The number of nodes ${of}`, this.nodes, 1, MOST_NODES),
      portError(`The first node port ${of}`, this.firstNodePort),
      portError(`The last node port ${of}`, this.lastNodePort),
      this.apiServerPort === undefined ? undefined : portError(`The API server's port ${of}`, this.apiServerPort),
      nameError(`The DNS domain ${of}`, this.clusterDomain, dnsSubdomainProblem(this.clusterDomain)),
      ...this.featureGates.map((gate) => nameError(`The feature gate ${of}`, gate, featureGateProblem(gate))),
      ...this.provides.map((provided) => providedProblem(of, provided)),
      this.dns.problem(),
      this.firstNodePort > this.lastNodePort
        ? {
            what: `The cluster profile "${this.name}" has node ports from ${this.firstNodePort} to ${this.lastNodePort}.`,
            why: 'No port is in that range.',
            fix: "Give the range of the API server's --service-node-port-range, usually 30000 to 32767.",
          }
        : undefined,
      workers === undefined
        ? undefined
        : wholeNumberProblem('The number of workers of the cluster profile "kind"', workers, 0, MOST_NODES),
      ...kindProblems(this.kindOptions ?? {}),
    );
    if (workers !== undefined && this.nodes !== Math.max(workers, 1)) {
      throw new ConstructError(scope, {
        what: `The cluster profile "kind" has ${this.nodes} nodes for pods and ${workers} workers.`,
        why: 'Pods run on the workers, or on the control plane if there is none: what is checked would not be what is made.',
        fix: 'Leave one of the two out.',
      });
    }
    scope.node.setContext(CONTEXT, this);
  }
}

/** An API group, or an object by kind, namespace and name; `*` stands for all of a namespace. */
function providedProblem(of: string, provided: string): Problem | undefined {
  if (/^[A-Z][A-Za-z0-9]* (?:[a-z0-9-]+\/)?(?:\*|[a-z0-9:.-]+)$/.test(provided)) return undefined;
  if (!provided.includes(' ')) return nameError(`The API group ${of}`, provided, dnsSubdomainProblem(provided));
  return {
    what: `The cluster profile provides "${provided}", which is neither an API group nor an object.`,
    why: 'No rule finds what it stands for, and each goes on to miss it.',
    fix: "Write a group, such as keda.sh, or kind, namespace and name, such as 'Service monitoring/prometheus' or 'IngressClass nginx'.",
  };
}

function featureGateProblem(gate: string): string | undefined {
  return /^[A-Z][A-Za-z0-9]*$/.test(gate) ? undefined : 'must be a word of letters and digits such as HPAScaleToZero';
}

/** What kind itself would refuse, or publish elsewhere than it was meant. */
function kindProblems({
  clusterName,
  nodeImage,
  listenAddress,
  configFile,
}: KindProfileOptions): (Problem | undefined)[] {
  return [
    clusterName === undefined ? undefined : nameError('The kind cluster', clusterName, kindNameProblem(clusterName)),
    nodeImage === undefined ? undefined : imageProblem(nodeImage),
    listenAddress === undefined || parseIpAddress(listenAddress)
      ? undefined
      : {
          what: `The kind cluster is to listen at "${listenAddress}", which is not an IP address.`,
          why: 'kind cannot publish the node ports there, and makes no cluster.',
          fix: 'Use 127.0.0.1 for this machine only, or 0.0.0.0 for the whole network.',
        },
    configFile?.trim() === ''
      ? {
          what: 'The file of the kind configuration has no name.',
          why: 'It cannot be written.',
          fix: 'Name it, such as kind.yaml, or leave configFile out.',
        }
      : undefined,
  ];
}

/** @see https://github.com/kubernetes-sigs/kind/blob/main/pkg/internal/apis/config/validate.go */
function kindNameProblem(name: string): string | undefined {
  return /^[a-z0-9.-]+$/.test(name) ? undefined : 'must be lower-case letters, digits, "." and "-"';
}
