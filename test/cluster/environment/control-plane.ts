import * as path from 'node:path';
import { binary } from './build';
import { CertificateAuthority } from './certificates';
import { type CommandError, run } from './command';
import { IsolatedNamespace } from './isolated-namespace';
import { ETCD, KUBERNETES, type GoModule } from './versions';

/** The address of the node, the first one of the Services, and the one of the cluster's DNS. */
export const NODE_ADDRESS = '172.30.0.2';
const SERVICE_RANGE = '10.96.0.0/16';
const FIRST_SERVICE_ADDRESS = '10.96.0.1';

const SERVER = 'https://127.0.0.1:6443';
const READY_SECONDS = 90;

/** etcd, an API server and its controllers in a namespace of their own: enough to say what is admitted, stored and deleted. */
export class ControlPlane {
  /** @param folder where its state is; it is new, and removed by whoever made it */
  static async start(kubernetes: GoModule, folder: string): Promise<ControlPlane> {
    const space = await IsolatedNamespace.create(path.join(folder, 'log'));
    const plane = new ControlPlane(
      kubernetes,
      folder,
      space,
      await CertificateAuthority.create(path.join(folder, 'pki')),
    );
    try {
      await plane.connectNetwork();
      await plane.issueCertificates();
      plane.startServers();
      await plane.waitUntilReady();
      plane.startControllers();
      return plane;
    } catch (error) {
      await space.stop();
      throw error;
    }
  }

  /** For whoever administers it. */
  readonly kubeconfig: string;

  private constructor(
    private readonly kubernetes: GoModule,
    readonly folder: string,
    readonly space: IsolatedNamespace,
    readonly authority: CertificateAuthority,
  ) {
    this.kubeconfig = authority.file('admin.kubeconfig');
  }

  /** kubectl as the administrator. */
  async kubectl(...args: string[]): Promise<string> {
    const [file = '', ...words] = this.space.inNetwork([
      binary(KUBERNETES, 'kubectl'),
      `--kubeconfig=${this.kubeconfig}`,
      ...args,
    ]);
    return run(file, words);
  }

  /** A kubeconfig for a component. */
  async kubeconfigOf(name: string, subject: string): Promise<string> {
    await this.authority.issue(name, subject);
    return this.authority.kubeconfig(name, SERVER);
  }

  /** Ends it and all that runs in its namespace. */
  stop(): Promise<void> {
    return this.space.stop();
  }

  /** A bridge with one veth has an address on any kernel; not every kernel has dummy interfaces. */
  private async connectNetwork(): Promise<void> {
    const commands = [
      'ip link set lo up',
      'ip link add eth0 type bridge',
      'ip link add veth0 type veth peer name veth1',
      'ip link set veth0 master eth0',
      'ip link set veth0 up',
      'ip link set veth1 up',
      'ip link set eth0 up',
      `ip addr add ${NODE_ADDRESS}/24 dev eth0`,
      'ip route add default dev eth0',
      'sysctl -qw net.ipv4.ip_forward=1',
    ];
    for (const command of commands) await this.space.run(...command.split(' '));
  }

  private async issueCertificates(): Promise<void> {
    const kubernetes = ['', '.default', '.default.svc', '.default.svc.cluster.local'].map(
      (each) => `DNS:kubernetes${each}`,
    );
    const addresses = ['127.0.0.1', NODE_ADDRESS, FIRST_SERVICE_ADDRESS].map((each) => `IP:${each}`);
    await this.authority.keyPair('sa');
    await this.authority.issue(
      'apiserver',
      '/CN=kube-apiserver',
      ['DNS:localhost', ...kubernetes, ...addresses].join(','),
    );
    await this.authority.issue('front-proxy', '/CN=front-proxy');
    await this.kubeconfigOf('admin', '/O=system:masters/CN=admin');
    await this.kubeconfigOf('controller-manager', '/CN=system:kube-controller-manager');
  }

  private startServers(): void {
    const file = (name: string) => this.authority.file(name);
    this.space.start(
      'etcd',
      binary(ETCD, 'etcd'),
      `--data-dir=${path.join(this.folder, 'etcd')}`,
      '--unsafe-no-fsync',
      '--listen-client-urls=http://127.0.0.1:2379',
      '--advertise-client-urls=http://127.0.0.1:2379',
      '--listen-peer-urls=http://127.0.0.1:2380',
    );
    this.space.start(
      'kube-apiserver',
      binary(this.kubernetes, 'kube-apiserver'),
      '--etcd-servers=http://127.0.0.1:2379',
      '--secure-port=6443',
      `--advertise-address=${NODE_ADDRESS}`,
      '--allow-privileged',
      '--authorization-mode=Node,RBAC',
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      '--kubelet-preferred-address-types=InternalIP', // nobody resolves the node's name
      `--tls-cert-file=${file('apiserver.crt')}`,
      `--tls-private-key-file=${file('apiserver.key')}`,
      `--client-ca-file=${this.authority.certificate}`,
      `--service-account-key-file=${file('sa.pub')}`,
      `--service-account-signing-key-file=${file('sa.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--kubelet-client-certificate=${file('admin.crt')}`,
      `--kubelet-client-key=${file('admin.key')}`,
      `--requestheader-client-ca-file=${this.authority.certificate}`,
      '--requestheader-allowed-names=front-proxy',
      '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      `--proxy-client-cert-file=${file('front-proxy.crt')}`,
      `--proxy-client-key-file=${file('front-proxy.key')}`,
    );
  }

  private startControllers(): void {
    const kubeconfig = this.authority.file('controller-manager.kubeconfig');
    this.space.start(
      'kube-controller-manager',
      binary(this.kubernetes, 'kube-controller-manager'),
      ...['--kubeconfig', '--authentication-kubeconfig', '--authorization-kubeconfig'].map(
        (each) => `${each}=${kubeconfig}`,
      ),
      '--use-service-account-credentials',
      `--service-account-private-key-file=${this.authority.file('sa.key')}`,
      `--root-ca-file=${this.authority.certificate}`,
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
    );
  }

  private async waitUntilReady(): Promise<void> {
    const deadline = Date.now() + READY_SECONDS * 1000;
    for (;;) {
      const answer = await this.kubectl('get', '--raw=/readyz').catch((error: CommandError) => error);
      if (answer === 'ok') return;
      if (Date.now() > deadline || !this.space.isRunning('kube-apiserver')) {
        throw new Error(`The API server is not ready: ${String(answer)}\n${this.space.lastLines('kube-apiserver')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}
