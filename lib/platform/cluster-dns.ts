import { type Problem } from '../validation';
import { isIpAddress } from './peer-address';

/** What answers questions for names in a cluster, as a NetworkPolicy has to name it. */
export interface ClusterDnsSpec {
  readonly namespace: string;
  /** Labels of its pods; none for all of the namespace. */
  readonly podLabels: { readonly [label: string]: string };
  /** Port of the pods, UDP and TCP: a policy sees a connection after its Service. */
  readonly port: number;
  /** Addresses beside those of the pods, asked at port 53. */
  readonly addresses: readonly string[];
  /** Port of the pods' metrics, where their Service carries `prometheus.io/scrape: "true"`. */
  readonly scrapedPort?: number;
}

/**
 * CoreDNS, and its Service `kube-dns` with the annotations of Prometheus.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/cmd/kubeadm/app/phases/addons/dns/manifests.go
 */
const KUBE_DNS: ClusterDnsSpec = {
  namespace: 'kube-system',
  podLabels: { 'k8s-app': 'kube-dns' },
  port: 53,
  addresses: [],
  scrapedPort: 9153,
};

/** Where the pods of a cluster ask for names. */
export class ClusterDns {
  /** CoreDNS as kind, minikube, kubeadm and EKS run it: pods with the label `k8s-app: kube-dns` in kube-system. */
  public static coreDns(): ClusterDns {
    return new ClusterDns(KUBE_DNS);
  }

  /**
   * A cache on every node before CoreDNS.
   *
   * @param addresses where it listens: of the node, not of a pod
   * @default 169.254.20.10, as its manifest has it
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  public static nodeLocal(addresses: string[] = ['169.254.20.10']): ClusterDns {
    return new ClusterDns({ ...KUBE_DNS, addresses });
  }

  /**
   * OpenShift's: pods in openshift-dns that listen on port 5353.
   * @see https://github.com/openshift/cluster-dns-operator
   */
  public static openShift(): ClusterDns {
    return new ClusterDns({ namespace: 'openshift-dns', podLabels: {}, port: 5353, addresses: [] });
  }

  private constructor(
    /** @internal */
    public readonly spec: ClusterDnsSpec,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const odd = this.spec.addresses.find((address) => !isIpAddress(address));
    if (odd === undefined) return undefined;
    return {
      what: `The cluster's DNS has the address "${odd}", which is not an IP address.`,
      why: 'A NetworkPolicy with it is refused, and without it no pod of an isolated app resolves a name.',
      fix: 'Write the address that pods have as nameserver in /etc/resolv.conf.',
    };
  }
}
