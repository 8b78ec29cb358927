import { type IConstruct } from 'constructs';
import { dnsLabelProblem, nameError, portError, selectingLabelsError, type Problem } from '../validation';
import { type ServiceReference } from './endpoint';
import { peerAddress, type PeerAddress } from './peer-address';

const NAME_THE_PODS =
  'Name labels that the pods carry, such as { app: "backup" }; admit a whole namespace with a NetworkPolicy of your own.';

/** Pods by their labels. */
export interface PodsByLabel {
  /** Labels that the pods carry; at least one. */
  readonly labels: { readonly [label: string]: string };
  /**
   * Their namespace.
   * @default any
   */
  readonly namespace?: string;
}

/** What carries an annotation of Prometheus. */
export interface ScrapedPeers {
  /** Pods that carry it, the pods behind Services that do, or the Services themselves by their names. */
  readonly by: 'pods' | 'endpoints' | 'address';
  readonly annotation: string;
  readonly value: string;
}

/** What a peer is: exactly one of these is set. */
export interface ConnectionPeerSpec {
  readonly construct?: IConstruct;
  readonly pods?: PodsByLabel;
  readonly service?: { readonly name: string; readonly namespace: string; readonly port?: number };
  readonly address?: PeerAddress;
  readonly place?: 'outside' | 'kubelets' | 'api server';
  readonly scraped?: ScrapedPeers;
}

/** Ports of pods, where the peer itself does not say them. */
export interface PeerPorts {
  /**
   * Numbers of the ports that the containers listen on, TCP.
   * @default with udpPorts none, else all that the containers declare
   */
  readonly ports?: number[];
  /**
   * Numbers of the ports that the containers listen on, UDP.
   * @default none
   */
  readonly udpPorts?: number[];
}

/** One end of a connection that `Connections` knows. */
export class ConnectionPeer {
  /** The pods of every workload at or below a construct: an app, a stack, a Deployment, a chart. */
  public static podsOf(construct: IConstruct): ConnectionPeer {
    return new ConnectionPeer({ construct });
  }

  /** Pods by their labels, wherever they come from. */
  public static pods(pods: PodsByLabel): ConnectionPeer {
    return new ConnectionPeer({ pods });
  }

  /**
   * The pods behind a Service.
   *
   * @param port port of the Service; all of its ports if it is left out
   */
  public static service(service: ServiceReference, port?: number): ConnectionPeer {
    return new ConnectionPeer({
      service: { name: service.name, namespace: service.metadata.namespace ?? 'default', port },
    });
  }

  /**
   * Whatever answers at a URL: the pods behind a Service, if its host is one's, such as `http://web.shop.svc.cluster.local:8080`; else a host
   * outside the cluster. Who connects there also asks the cluster's DNS. The scheme gives the port, such as 5432 of `postgres://db.example.com`,
   * where the URL has none; `udp://` is UDP, port 53 is both, everything else TCP.
   *
   * @throws on a URL without a scheme or a host, and on one without a port whose scheme has none that is known.
   */
  public static url(url: string): ConnectionPeer {
    return new ConnectionPeer({ address: peerAddress(url) });
  }

  /** Any address outside the cluster. */
  public static outside(): ConnectionPeer {
    return new ConnectionPeer({ place: 'outside' });
  }

  /** The kubelets of all nodes. */
  public static kubelets(): ConnectionPeer {
    return new ConnectionPeer({ place: 'kubelets' });
  }

  /** The API server. Pods whose account has a role of RBAC have this connection without being told. */
  public static apiServer(): ConnectionPeer {
    return new ConnectionPeer({ place: 'api server' });
  }

  /** What carries an annotation of Prometheus, at the port that `prometheus.io/port` says. @internal */
  public static scraped(scraped: ScrapedPeers): ConnectionPeer {
    return new ConnectionPeer({ scraped });
  }

  private constructor(
    /** @internal */
    public readonly spec: ConnectionPeerSpec,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { pods, service } = this.spec;
    return (
      selectingLabelsError('ConnectionPeer.pods()', pods?.labels, NAME_THE_PODS) ??
      (pods?.namespace === undefined
        ? undefined
        : nameError('The namespace', pods.namespace, dnsLabelProblem(pods.namespace))) ??
      (service?.port === undefined ? undefined : portError(`The port of Service "${service.name}"`, service.port))
    );
  }
}
